package io.consilium.trainer.evaluation;

import io.consilium.trainer.sample.Difficulty;
import io.consilium.trainer.sample.Sample;
import java.util.Optional;

/**
 * A case as it was answered.
 *
 * @param set where the case is from
 * @param department the right one, if it is known
 * @param difficulty by the opinions that the sample came with, whatever was heard meanwhile: it is the same for all models
 * @param truth the right answer
 * @param answer what was answered; empty where no reply kept the format, and where several replies are averaged
 * @param right 0 or 1, or the share of replies that are right where they are averaged
 * @param format share of the replies that kept the format
 * @param promptTokens of all prompts, each counted once however many replies it got
 * @param newTokens of all replies, drafts included
 */
public record Graded(
        String set,
        String id,
        Optional<String> department,
        Optional<Difficulty> difficulty,
        String truth,
        Optional<String> answer,
        double right,
        double format,
        long promptTokens,
        long newTokens) {

    static Graded of(
            String set, Sample sample, String truth, Optional<String> answer, double right, double format, Cost cost) {
        return new Graded(
                set,
                sample.id(),
                sample.department(),
                sample.difficulty(),
                truth,
                answer,
                right,
                format,
                cost.promptTokens(),
                cost.newTokens());
    }

    Graded costing(Cost cost) {
        return new Graded(
                set, id, department, difficulty, truth, answer, right, format, cost.promptTokens(), cost.newTokens());
    }
}
