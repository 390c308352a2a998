package io.consilium.trainer.bpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.trainer.bpe.BytePairs.Merge;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Merges computed by hand. */
class BytePairTrainerTest {

    /**
     * Words: "low", " low", " lower". Pairs: l-o 3, o-w 3, Ġ-l 2, w-e 1, e-r 1; l comes before o. Then lo-w 3; then Ġ-low 2;
     * then Ġlow-e (258, 68) and e-r (68, 81) once each, of which e-r has the smaller ids; then Ġlow-er. Then every word is
     * one token.
     */
    @Test
    void shouldMergeTheCommonestPairAndOfSeveralTheSmallest() {
        BytePairs pairs = BytePairTrainer.train(List.of("low low", " lower"), 300);

        assertThat(pairs.merges())
                .containsExactly(
                        new Merge("l", "o"),
                        new Merge("lo", "w"),
                        new Merge("Ġ", "low"),
                        new Merge("e", "r"),
                        new Merge("Ġlow", "er"));
        assertThat(pairs.tokens()).hasSize(261).endsWith("lo", "low", "Ġlow", "er", "Ġlower");
    }

    /** The pair a-a is all there is. Then, from the left, aa-aa twice (in "aaaa") and aa-a once (in "aaa"). */
    @Test
    void shouldMergeARunFromTheLeft() {
        BytePairs pairs = BytePairTrainer.train(List.of("aaaa", "aaaa", "aa", "aaa"), 259);

        assertThat(pairs.merges()).containsExactly(new Merge("a", "a"), new Merge("aa", "aa"), new Merge("aa", "a"));
    }

    @Test
    void shouldStopAtTheVocabularyAskedFor() {
        assertThat(BytePairTrainer.train(List.of("low low lower"), 258).tokens())
                .hasSize(258);
        assertThat(BytePairTrainer.train(List.of(), 300).tokens()).hasSize(256).doesNotHaveDuplicates();
        assertThatThrownBy(() -> BytePairTrainer.train(List.of(), 255)).hasMessageContaining("255");
    }

    @Test
    void shouldSplitTextAsQwenDoes() {
        assertThat(BytePairTrainer.split("<think>It's 12 mm, isn't it?\n\n  Yes</think>"))
                .containsExactly(
                        "<think", ">It", "'s", " ", "1", "2", " mm", ",", " isn", "'t", " it", "?\n\n", " ", " Yes",
                        "</", "think", ">");
        assertThat(BytePairTrainer.split("e\u0301t\u00e9")).containsExactly("\u00e9t\u00e9");
    }

    @Test
    void shouldSpellEachByteInACharacterOfItsOwn() {
        ByteAlphabet alphabet = new ByteAlphabet();

        assertThat(alphabet.tokens()).hasSize(256).doesNotHaveDuplicates().startsWith("!", "\"", "#");
        assertThat(alphabet.encode("! \u00e9").length).isEqualTo(4);
        assertThat(Arrays.stream(alphabet.encode("! \n"))
                        .mapToObj(id -> alphabet.tokens().get(id)))
                .containsExactly("!", "Ġ", "Ċ");
    }
}
