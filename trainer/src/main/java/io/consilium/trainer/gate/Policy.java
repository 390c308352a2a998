package io.consilium.trainer.gate;

import io.consilium.record.Role;
import io.consilium.trainer.evaluation.PhantomTestSet;
import io.consilium.trainer.sample.OffsetRange;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a candidate must show before it takes the champion's place.
 *
 * @param promoters who may make a candidate that passed the champion
 * @param overriders who may let a refused candidate through
 * @param rules by role; a role without rules has no gate that it could pass
 */
public record Policy(
        String name,
        int version,
        HeldOut heldOut,
        List<String> promoters,
        List<String> overriders,
        Map<Role, Rules> rules) {

    /**
     * Cases that nobody trains or tunes with: a file of samples, what is held out in a range of the samples topic, or
     * else synthetic sets.
     *
     * @param hash that the samples must have; empty where any will do
     * @param range where the samples come from, in words
     * @param seed of the synthetic cases and of the bootstrap
     * @param maxNewTokens of a reply
     */
    public record HeldOut(
            Optional<Path> samples,
            Optional<OffsetRange> topic,
            List<PhantomTestSet> sets,
            Optional<String> hash,
            String range,
            long seed,
            int maxNewTokens) {

        /** Where the cases come from, in words. */
        public String origin() {
            return topic.map(range -> "samples topic " + range).orElse(range);
        }
    }

    /**
     * What holds for a role.
     *
     * @param mayChange names of weights, in which {@code *} is any text
     * @param filesMayChange other files of a checkpoint
     * @param leastCases of a department, below which nothing can be said about it
     * @param margin by how much the candidate may at worst be less accurate than the champion, of 1
     * @param departmentMargin the same in each department
     */
    public record Rules(
            List<String> mayChange,
            List<String> filesMayChange,
            int leastCases,
            Thresholds thresholds,
            double margin,
            double departmentMargin) {}

    /**
     * The least shares of 1.
     *
     * @param departments accuracy by department, of those that are named
     * @param difficulties accuracy by difficulty, of those that are named
     */
    public record Thresholds(
            double accuracy, double format, Map<String, Double> departments, Map<String, Double> difficulties) {}
}
