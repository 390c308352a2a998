package io.consilium.trainer.report;

import java.util.ArrayList;
import java.util.List;

/** An axis: the values it spans, which end on ticks, and where a value lies between two places in pixels. */
record Scale(double low, double high, double tick, double from, double to) {
    /** Ticks at 1, 2 or 5 times a power of ten, about {@code ticks} of them; a single value gets room around it. */
    static Scale around(double least, double most, int ticks, double from, double to) {
        double room = least == most ? Math.max(Math.abs(least) * 0.1, 1e-9) : 0;
        double tick = niceTick((most - least + 2 * room) / ticks);
        double low = Math.floor((least - room) / tick + 1e-9) * tick;
        double high = Math.ceil((most + room) / tick - 1e-9) * tick;
        return new Scale(low, high, tick, from, to);
    }

    /** Steps: whole ticks, and no room beyond the first and last one. */
    static Scale ofSteps(long first, long last, int ticks, double from, double to) {
        double most = Math.max(last, first + 1);
        return new Scale(first, most, Math.max(1, niceTick((most - first) / ticks)), from, to);
    }

    static double niceTick(double atLeast) {
        double power = Math.pow(10, Math.floor(Math.log10(atLeast)));
        double share = atLeast / power;
        double nice = share <= 1 + 1e-9 ? 1 : share <= 2 + 1e-9 ? 2 : share <= 5 + 1e-9 ? 5 : 10;
        return nice * power;
    }

    double place(double value) {
        return from + (value - low) / (high - low) * (to - from);
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        double first = Math.ceil(low / tick - 1e-9) + 0.0; // of -0.0 this makes 0.0
        for (double k = first; k * tick <= high + tick * 1e-9; k++) {
            ticks.add(k * tick);
        }
        return ticks;
    }

    /** A tick's value without the dust of binary fractions. */
    String label(double value) {
        return Numbers.words(Math.abs(value) < tick * 1e-6 ? 0 : value);
    }
}
