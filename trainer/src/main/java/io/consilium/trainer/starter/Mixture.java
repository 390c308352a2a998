package io.consilium.trainer.starter;

import io.consilium.problem.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a starter's lessons are about, in shares of 1.
 *
 * @param triage share of the lessons for the triage doctor; the three roles' shares add up to 1
 * @param specialist share for the specialists
 * @param attending share for the attending physician
 * @param reliability how often one of the attending physician's simulated opinions is right
 * @param consensus how often all simulated opinions are one answer, drawn evenly from the options: following it is then copying,
 *     which a model that sees well would not learn from opinions that are mostly right
 * @param look how often the attending physician looks at the picture instead of following the opinions
 */
public record Mixture(
        double triage, double specialist, double attending, double reliability, double consensus, double look) {
    private static final double ROUNDING = 1e-6;

    public Mixture {
        List<String> problems = new ArrayList<>();
        check(problems, "triage", triage);
        check(problems, "specialist", specialist);
        check(problems, "attending", attending);
        check(problems, "reliability", reliability);
        check(problems, "consensus", consensus);
        check(problems, "look", look);
        double sum = triage + specialist + attending;
        if (!(Math.abs(sum - 1) < ROUNDING)) {
            problems.add(String.format(
                    Locale.ROOT, "triage + specialist + attending: %s; the three shares add up to 1", sum));
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException("The mixture of lessons cannot be used", problems);
        }
    }

    /** The lessons of a starter that triages and attends. */
    public static Mixture generalist() {
        return new Mixture(0.04, 0.56, 0.40, 0.8, 0.5, 0.2);
    }

    /** The lessons of a starter that sits on the specialists' seats. */
    public static Mixture specialists() {
        return new Mixture(0.06, 0.45, 0.49, 0.8, 0, 0.2);
    }

    private static void check(List<String> problems, String name, double share) {
        if (!(share >= 0 && share <= 1)) {
            problems.add(name + ": " + share + "; a share lies within 0 and 1");
        }
    }
}
