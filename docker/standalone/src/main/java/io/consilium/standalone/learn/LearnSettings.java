package io.consilium.standalone.learn;

import io.consilium.problem.ConfigurationException;
import io.consilium.trainer.gate.PolicyFile;
import io.consilium.trainer.phantom.PhantomSeeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How the demonstration of learning runs.
 *
 * @param cases to learn from, of each in-domain set
 * @param fresh cases to measure with, of each set
 * @param seed of the cases to learn from; those to measure with have one that is kept for evaluation
 * @param values of the training configuration, {@code key=value}
 * @param by who promotes
 * @param out a new or empty directory for the page, the runs and the evidence
 */
public record LearnSettings(
        int cases, int fresh, long seed, List<String> values, PolicyFile policy, String by, Path out) {

    /** @throws ConfigurationException with everything that cannot be used */
    public LearnSettings {
        List<String> problems = new ArrayList<>();
        if (cases < 1) {
            problems.add("--cases must be at least 1");
        }
        if (fresh < 1) {
            problems.add("--fresh must be at least 1");
        }
        if (policy.policy().heldOut().topic().isPresent()) {
            problems.add(
                    "--policy: it holds out a range of the samples topic, which is empty here; use sets or samples");
        }
        if (!policy.policy().promoters().contains(by)) {
            problems.add(
                    "--by " + by + ": the policy lets only " + policy.policy().promoters() + " promote");
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException("The service cannot learn so", problems);
        }
        PhantomSeeds.forTraining(seed);
    }

    long freshSeed() {
        return PhantomSeeds.EVALUATION_FROM + seed;
    }
}
