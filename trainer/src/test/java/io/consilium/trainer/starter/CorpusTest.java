package io.consilium.trainer.starter;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.consilium.trainer.bpe.BytePairTrainer;
import io.consilium.trainer.bpe.BytePairs;
import io.consilium.trainer.bpe.TokenizerFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tokenizer that is trained on all that lessons say. */
class CorpusTest {
    private static final Path STARTER = Path.of("../model-workers/starter/generalist");

    @TempDir
    private Path directory;

    /** Else the tokenizer library asks the network where it runs. */
    @BeforeAll
    static void stayOffline() {
        System.setProperty("OPT_OUT_TRACKING", "true");
    }

    @Test
    void shouldMakeATokenizerAsCompactAsTheBundledOne() throws IOException {
        List<String> corpus = Lessons.corpus();
        BytePairs pairs = BytePairTrainer.train(corpus, 768);
        TokenizerFiles.write(pairs, directory);

        assertThat(corpus)
                .contains(
                        "What does it show?",
                        "<think>no mole</think><answer>clear skin</answer>",
                        "<think>the opinions agree on severe retinopathy</think><answer>severe retinopathy</answer>");
        assertThat(pairs.tokens()).hasSize(768);
        long bundled = length(STARTER, corpus);
        assertThat(length(directory, corpus)).isBetween(bundled / 2, bundled * 101 / 100);
    }

    private static long length(Path tokenizer, List<String> texts) throws IOException {
        Map<String, String> options = Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");
        try (HuggingFaceTokenizer loaded =
                HuggingFaceTokenizer.newInstance(tokenizer.resolve("tokenizer.json"), options)) {
            return texts.stream()
                    .distinct()
                    .mapToLong(text -> loaded.encode(text, false, false).getIds().length)
                    .sum();
        }
    }
}
