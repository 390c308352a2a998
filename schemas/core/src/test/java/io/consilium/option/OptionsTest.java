package io.consilium.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    private static final Options SIDES = Options.of(List.of("Left lung", "Right lung", "Both lungs"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Right lung",
                "right lung",
                "RIGHT LUNG",
                " Right  lung ",
                "Right\nlung",
                "Right lung.",
                "\"Right lung\"",
                "“Right lung”",
                "**Right lung**",
                "(Right lung)",
                "- Right lung",
                "Ｒｉｇｈｔ ｌｕｎｇ",
                "Right\u00a0lung",
                "B",
                "b",
                "B.",
                "(B)",
                "b)",
                " B ",
                "*B*",
                "Ｂ",
                "Option B",
                "option b.",
                "answer B",
                "B) Right lung",
                "B. right lung",
                "(B) Right lung.",
                "b: Right lung",
                "Option B: right lung",
                "B.Right lung",
            })
    void findsTheSecond(String answer) {
        assertThat(SIDES.match(answer)).isEqualTo(OptionalInt.of(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "...",
                "lung",
                "Right",
                "Right lung or left lung",
                "Left lung, Right lung",
                "A B",
                "AB",
                "A, B",
                "D",
                "Z.",
                "(E)",
                "1",
                "2",
                "B) Left lung",
                "A: Right lung",
                "D) Right lung",
                "not Right lung",
                "Right lung B",
                "Б",
                "Option",
                "(B) (C)",
            })
    void findsNoneIn(String answer) {
        assertThat(SIDES.match(answer)).isEmpty();
    }

    @Test
    void takesLettersForTextWhereAnOptionIsALetter() {
        Options letters = Options.of(List.of("B", "A"));
        assertThat(letters.match("A")).hasValue(1);
        assertThat(letters.match("(b)")).hasValue(0);
        assertThat(letters.match("C")).isEmpty();
        assertThat(Options.of(List.of("T", "B", "NK")).match("T")).hasValue(0);
    }

    @Test
    void takesNumbersForText() {
        Options numbers = Options.of(List.of("2", "1"));
        assertThat(numbers.match("1")).hasValue(1);
        assertThat(numbers.match("1.")).hasValue(1);
        assertThat(numbers.match("A")).hasValue(0);
    }

    @Test
    void findsNoneWhenLetterAndTextDisagree() {
        Options crossed = Options.of(List.of("option b", "something else"));
        assertThat(crossed.match("option b")).isEmpty();
        assertThat(crossed.match("A")).hasValue(0);
    }

    @Test
    void findsNoneAmongOptionsThatAreTheSame() {
        assertThat(Options.of(List.of("Yes", "yes.", "No")).match("yes")).isEmpty();
        assertThat(Options.of(List.of("Yes", "yes.", "No")).match("B")).hasValue(1);
    }

    @Test
    void saysWhetherTwoAnswersToAQuestionAgree() {
        List<String> options = List.of("left", "right");
        assertThat(Options.agree(options, "right", "(B)")).isTrue();
        assertThat(Options.agree(options, "right", "left")).isFalse();
        assertThat(Options.agree(options, "above", "above")).isFalse();
        assertThat(Options.agree(List.of(), "A nodule.", "a nodule")).isTrue();
    }

    @Test
    void findsNoneAmongNone() {
        assertThat(Options.of(List.of()).match("A")).isEmpty();
        assertThat(Options.of(List.of()).distinct()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "HER2+ | HER2-",
                "HER2+ | HER2",
                "<5 mm | >5 mm",
                "-1 | 1",
                "+1 | -1",
                "5% | 5",
                "ER+/PR- | ER+/PR+",
                "café | cafe",
                "0.5 | 5",
                "≤ 5 | 5",
                "T-cell | T cell",
            })
    void keepsApartWhatDiffersInMeaning(String one, String other) {
        Options options = Options.of(List.of(one, other));
        assertThat(options.distinct()).isTrue();
        assertThat(options.match(one)).hasValue(0);
        assertThat(options.match(other + ".")).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Yes | yes", "Yes | YES.", "Yes | (yes)", "left lung | Left  Lung", "ﬁbrosis | Fibrosis",
                        "\u212b | \u00e5",
                "T–cell | T-cell", "HER2− | HER2-", "~'yes'~ | yes", "É | é", "... yes | yes …", "straße | STRAßE",
            })
    void takesForTheSameWhatDiffersInFormOnly(String one, String other) {
        assertThat(Options.of(List.of(one, other)).distinct()).isFalse();
        assertThat(Options.sameText(one, other)).isTrue();
        assertThat(Options.canonical(one)).isEqualTo(Options.canonical(other));
    }

    @Test
    void keepsOptionsOfNothingButPunctuation() {
        Options signs = Options.of(List.of("+", "-", "?", "..."));
        assertThat(signs.distinct()).isTrue();
        assertThat(signs.match("+")).hasValue(0);
        assertThat(signs.match("-")).hasValue(1);
        assertThat(signs.match("?")).hasValue(2);
    }

    @Test
    void readsLongAnswersQuickly() {
        String longAnswer = " -".repeat(50_000) + "x" + "- ".repeat(50_000) + ".";
        long start = System.nanoTime();
        SIDES.match(longAnswer);
        assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
    }
}
