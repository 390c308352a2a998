package io.consilium.trainer.sample;

import io.consilium.option.Options;
import io.consilium.record.SampleSplit;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A case whose answer is known.
 *
 * @param id of the case
 * @param subject whose case it is; samples are split by it, so that nobody is in two splits
 * @param options empty for an open question
 * @param opinions what specialists answered, by seat; a reply without an answer has no entry, but its seat counts
 * @param seats how many specialists were asked
 * @param answer the confirmed answer
 * @param department the right department, if it is known
 * @param reasoning a given reasoning towards the answer, if there is one
 * @param split what the sample may be used for, where that was settled when it was written
 */
public record Sample(
        String id,
        String subject,
        List<SamplePicture> pictures,
        String question,
        String history,
        List<String> options,
        SortedMap<Integer, String> opinions,
        int seats,
        String answer,
        Optional<String> department,
        Optional<String> reasoning,
        Optional<SampleSplit> split) {

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
        return Options.agree(options, answer, said);
    }

    /** The same case with other opinions. */
    public Sample hearing(SortedMap<Integer, String> others, int asked) {
        return new Sample(
                id, subject, pictures, question, history, options, others, asked, answer, department, reasoning, split);
    }

    /** The same case with another reasoning. */
    public Sample reasoned(Optional<String> other) {
        return new Sample(
                id, subject, pictures, question, history, options, opinions, seats, answer, department, other, split);
    }

    /** The same case in another department. */
    public Sample sentTo(String other) {
        return new Sample(
                id,
                subject,
                pictures,
                question,
                history,
                options,
                opinions,
                seats,
                answer,
                Optional.of(other),
                reasoning,
                split);
    }
}
