package io.consilium.trainer.optimise;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * AdamW in doubles and loops, after the documentation of torch.optim.AdamW and clip_grad_norm_: what the real one is measured
 * against.
 */
final class PlainAdamW {
    private final AdamW.Settings settings;
    private final Map<String, double[]> weights = new LinkedHashMap<>();
    private final Map<String, double[]> m = new LinkedHashMap<>();
    private final Map<String, double[]> v = new LinkedHashMap<>();
    private int steps;

    PlainAdamW(Map<String, float[]> start, AdamW.Settings settings) {
        this.settings = settings;
        start.forEach((name, values) -> {
            weights.put(name, doubles(values));
            m.put(name, new double[values.length]);
            v.put(name, new double[values.length]);
        });
    }

    Map<String, double[]> weights() {
        return weights;
    }

    /** Returns the norm before clipping. */
    double step(Map<String, float[]> gradients, double rate) {
        double squares = 0;
        for (float[] gradient : gradients.values()) {
            for (float each : gradient) {
                squares += (double) each * each;
            }
        }
        double norm = Math.sqrt(squares);
        double scale = settings.clip() > 0 ? Math.min(1, settings.clip() / (norm + 1e-6)) : 1;
        steps++;
        gradients.forEach((name, gradient) -> step(name, gradient, scale, rate));
        return norm;
    }

    private void step(String name, float[] gradient, double scale, double rate) {
        double decay = name.equals("norm") ? 0 : settings.decay();
        double[] weight = weights.get(name);
        double[] first = m.get(name);
        double[] second = v.get(name);
        for (int i = 0; i < weight.length; i++) {
            double g = gradient[i] * scale;
            weight[i] -= rate * decay * weight[i];
            first[i] = settings.beta1() * first[i] + (1 - settings.beta1()) * g;
            second[i] = settings.beta2() * second[i] + (1 - settings.beta2()) * g * g;
            double mean = first[i] / (1 - Math.pow(settings.beta1(), steps));
            double square = second[i] / (1 - Math.pow(settings.beta2(), steps));
            weight[i] -= rate * mean / (Math.sqrt(square) + settings.epsilon());
        }
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
