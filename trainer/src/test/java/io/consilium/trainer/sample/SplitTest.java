package io.consilium.trainer.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.consilium.record.SampleSplit;
import io.consilium.sample.SubjectSplit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SplitTest {
    /** Three cases of each of 2,000 subjects. */
    private static List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            samples.add(Samples.of("case-" + i).subject("subject-" + i / 3).sample());
        }
        return samples;
    }

    private static Set<String> subjects(List<Sample> samples) {
        return samples.stream().map(Sample::subject).collect(Collectors.toSet());
    }

    /** A share of 0.2 of 2,000 has a deviation of 0.009. */
    @Test
    void shouldGiveAboutTheWantedShareOfSubjects() {
        assertThat(subjects(Split.of(samples(), 0.2).validation()).size() / 2_000.0)
                .isCloseTo(0.2, within(0.03));
        assertThat(subjects(Split.of(samples(), 0.5).validation()).size() / 2_000.0)
                .isCloseTo(0.5, within(0.04));
    }

    @Test
    void shouldKeepASubjectOnOneSideAndEverySampleOnce() {
        Split split = Split.of(samples(), 0.3);
        assertThat(subjects(split.training())).doesNotContainAnyElementsOf(subjects(split.validation()));
        assertThat(Stream.concat(split.training().stream(), split.validation().stream()))
                .containsExactlyInAnyOrderElementsOf(samples());
    }

    @Test
    void shouldKeepTheSideOfASubjectInEveryOtherRun() {
        List<Sample> others = new ArrayList<>(samples().subList(0, 900));
        Collections.shuffle(others, new Random(1));
        Set<String> validation = subjects(Split.of(samples(), 0.2).validation());
        assertThat(Split.of(others, 0.2).validation()).allMatch(sample -> validation.contains(sample.subject()));
        assertThat(Split.of(others, 0.2).training()).noneMatch(sample -> validation.contains(sample.subject()));
        assertThat(subjects(Split.of(samples(), 0.4).validation())).containsAll(validation);
    }

    @Test
    void shouldKeepASampleWhereItWasSettledToBe() {
        Split split = Split.of(
                List.of(
                        Samples.of("a").split(SampleSplit.HELD_OUT).sample(),
                        Samples.of("b").split(SampleSplit.VALIDATION).sample(),
                        Samples.of("c").split(SampleSplit.TRAINING).sample()),
                0.9);
        assertThat(split.heldOut()).extracting(Sample::id).containsExactly("a");
        assertThat(split.validation()).extracting(Sample::id).containsExactly("b");
        assertThat(split.training()).extracting(Sample::id).containsExactly("c");
    }

    /** A sample that the service wrote and a file of the same subjects must not part. */
    @Test
    void shouldFollowTheRuleOfTheService() {
        Split split = Split.of(samples(), SubjectSplit.VALIDATION);
        assertThat(subjects(split.validation()))
                .allMatch(subject -> SubjectSplit.of(subject) == SampleSplit.VALIDATION);
        assertThat(subjects(split.training())).noneMatch(subject -> SubjectSplit.of(subject) == SampleSplit.VALIDATION);
    }

    @Test
    void shouldGiveNothingOrEverything() {
        assertThat(Split.of(samples(), 0).validation()).isEmpty();
        assertThat(Split.of(samples(), 1).training()).isEmpty();
    }
}
