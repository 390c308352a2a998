package io.consilium.trainer.bpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consilium.problem.ConfigurationException;
import io.consilium.trainer.bpe.BytePairs.Merge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of a tokenizer: against those of the bundled checkpoint, and in the tokenizer library. */
class TokenizerFilesTest {
    private static final Path STARTER = Path.of("../model-workers/starter/generalist");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> OPTIONS =
            Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");
    private static final List<String> CORPUS = List.of(
            "Is there a nodule in this chest radiograph?\nOptions: yes, no",
            "<think>two small nodule on the left</think><answer>yes</answer>",
            "How many nodule sites does this chest radiograph show?",
            "naïve café 日本語 😀");

    @TempDir
    private Path directory;

    /** Else the tokenizer library asks the network where it runs. */
    @BeforeAll
    static void stayOffline() {
        System.setProperty("OPT_OUT_TRACKING", "true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tokenizer.json",
                "vocab.json",
                "tokenizer_config.json",
                "special_tokens_map.json",
                "added_tokens.json"
            })
    void shouldWriteTheStartersFilesFromTheStartersPairs(String file) throws IOException {
        TokenizerFiles.write(startersPairs(), directory);

        assertThat(JSON.readTree(directory.resolve(file).toFile()))
                .isEqualTo(JSON.readTree(STARTER.resolve(file).toFile()));
    }

    @Test
    void shouldWriteTheStartersMergesAndTemplateToTheByte() throws IOException {
        TokenizerFiles.write(startersPairs(), directory);

        for (String file : List.of("merges.txt", "chat_template.jinja")) {
            assertThat(directory.resolve(file)).hasSameBinaryContentAs(STARTER.resolve(file));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Is there a nodule?\n\nOptions: yes,  no ",
                "<think>two small nodule on the left</think><answer>yes</answer>",
                "naïve cafe\u0301 日本語 😀 \u00a0 ½ 2024\r\n\ttab'S",
                "<|im_end|>",
                ""
            })
    void shouldEncodeByTheRulesAndDecodeAgain(String text) throws IOException {
        BytePairs pairs = BytePairTrainer.train(CORPUS, 330);
        TokenizerFiles.write(pairs, directory);
        try (HuggingFaceTokenizer tokenizer =
                HuggingFaceTokenizer.newInstance(directory.resolve("tokenizer.json"), OPTIONS)) {
            boolean control = text.equals("<|im_end|>");
            long[] ids = tokenizer.encode(text, false, false).getIds();

            assertThat(ids).isEqualTo(control ? new long[] {pairs.tokens().size() + 2} : byTheRules(pairs, text));
            assertThat(tokenizer.decode(ids, false)).isEqualTo(Normalizer.normalize(text, Normalizer.Form.NFC));
        }
    }

    @Test
    void shouldPlaceControlTokensBehindTheText() {
        BytePairs pairs = BytePairTrainer.train(CORPUS, 300);

        assertThat(TokenizerFiles.controlId(pairs, "<|endoftext|>")).isEqualTo(300);
        assertThat(TokenizerFiles.controlId(pairs, "<|video_pad|>")).isEqualTo(313);
        assertThatThrownBy(() -> TokenizerFiles.controlId(pairs, "<s>")).hasMessageContaining("<s>");
    }

    @Test
    void shouldSayWhereItCannotWrite() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> TokenizerFiles.write(BytePairTrainer.train(List.of(), 256), file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(file.toString());
    }

    private static BytePairs startersPairs() throws IOException {
        JsonNode model =
                JSON.readTree(STARTER.resolve("tokenizer.json").toFile()).path("model");
        List<String> tokens = new ArrayList<>();
        model.path("vocab").fieldNames().forEachRemaining(tokens::add);
        List<Merge> merges = new ArrayList<>();
        for (JsonNode merge : model.path("merges")) {
            merges.add(new Merge(merge.get(0).asText(), merge.get(1).asText()));
        }
        return new BytePairs(tokens, merges);
    }

    /** Word by word: of all neighbours the pair that was merged first, again and again. */
    private static long[] byTheRules(BytePairs pairs, String text) {
        ByteAlphabet alphabet = new ByteAlphabet();
        List<Long> ids = new ArrayList<>();
        for (String word : BytePairTrainer.split(text)) {
            List<String> pieces = new ArrayList<>();
            for (int id : alphabet.encode(word)) {
                pieces.add(alphabet.tokens().get(id));
            }
            for (Merge merge : pairs.merges()) {
                for (int i = 0; i + 1 < pieces.size(); i++) {
                    if (pieces.get(i).equals(merge.left()) && pieces.get(i + 1).equals(merge.right())) {
                        pieces.set(i, merge.left() + merge.right());
                        pieces.remove(i + 1);
                    }
                }
            }
            pieces.forEach(piece -> ids.add((long) pairs.tokens().indexOf(piece)));
        }
        return ids.stream().mapToLong(Long::longValue).toArray();
    }
}
