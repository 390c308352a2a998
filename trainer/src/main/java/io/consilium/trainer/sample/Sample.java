package io.consilium.trainer.sample;

import io.consilium.option.Options;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * A case whose answer is known.
 *
 * @param id of the case
 * @param subject whose case it is; samples are split by it, so that nobody is in two splits
 * @param pictures files
 * @param options empty for an open question
 * @param opinions what specialists answered, by seat; a reply without an answer has no entry, but its seat counts
 * @param seats how many specialists were asked
 * @param answer the confirmed answer
 * @param department the right department, if it is known
 * @param reasoning a given reasoning towards the answer, if there is one
 */
public record Sample(
        String id,
        String subject,
        List<Path> pictures,
        String question,
        String history,
        List<String> options,
        SortedMap<Integer, String> opinions,
        int seats,
        String answer,
        Optional<String> department,
        Optional<String> reasoning) {

    /** Empty where no specialist was asked. */
    public Optional<Difficulty> difficulty() {
        if (seats == 0) {
            return Optional.empty();
        }
        int right = (int) opinions.values().stream().filter(this::isRight).count();
        return Optional.of(Difficulty.of(right, seats));
    }

    /** Whether an answer says the same as the confirmed one. */
    public boolean isRight(String said) {
        return same(options, answer, said);
    }

    /** Whether two answers to a question say the same: the same option, or of an open question the same text. */
    public static boolean same(List<String> options, String truth, String said) {
        if (options.isEmpty()) {
            return Options.sameText(truth, said);
        }
        OptionalInt right = Options.of(options).match(truth);
        return right.isPresent() && right.equals(Options.of(options).match(said));
    }
}
