package io.consilium.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.standalone.service.Home;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that work on checkpoints, and what they say of those that cannot be used. */
class CheckpointCommandsTest {
    private static final Path GENERALIST = Home.find().models().resolve("generalist");
    private static final Path GOLDEN =
            Home.find().directory().resolve("model-workers/model/src/test/resources/golden/tiny");

    @TempDir
    private Path directory;

    @Test
    void shouldAnswerAQuestionAboutAPicture() {
        String picture = Home.find()
                .demoCases()
                .resolveSibling("images/demo-1-00000.png")
                .toString();
        Shell.Result result = Shell.run(
                "answer", "--model", GENERALIST.toString(), "--image", picture, "--prompt", "What is this?", "--json");

        JsonNode answer = result.json().get(0);
        assertThat(result.exitCode()).isZero();
        assertThat(answer.path("text").asText()).isNotEmpty();
        assertThat(answer.path("token_ids")).isNotEmpty();
        assertThat(answer.path("first_token_ms").asDouble()).isPositive();
    }

    @Test
    void shouldVerifyACheckpointAgainstItsReferenceAndNotAgainstAnother() {
        assertThat(verify(GOLDEN.resolve("model")).exitCode()).isZero();
        assertThat(verify(GOLDEN.resolve("model")).out()).contains("0 failed");
        assertThat(verify(GENERALIST).exitCode()).isNotZero();
    }

    @Test
    void shouldWriteARandomCheckpointThatAnswers() {
        Path out = directory.resolve("random");
        String config = GOLDEN.resolve("model/config.json").toString();
        assertThat(Shell.run("model", "random", "--config", config, "--out", out.toString())
                        .exitCode())
                .isZero();

        Shell.Result answer =
                Shell.run("answer", "--model", out.toString(), "--prompt", "hello", "--max-tokens", "4", "--json");
        assertThat(answer.json().get(0).path("prompt_tokens").asInt()).isPositive();
    }

    @Test
    void shouldSayWhatIsWrongWithACheckpoint() throws IOException {
        assertThat(asked(directory.resolve("nowhere"))).contains("no checkpoint directory");
        assertThat(asked(changed("truncated", "model.safetensors", bytes -> Arrays.copyOf(bytes, bytes.length / 2))))
                .contains("model.safetensors");
        assertThat(asked(changed(
                        "garbage", "model.safetensors", bytes -> "no tensors".getBytes(StandardCharsets.UTF_8))))
                .contains("model.safetensors");
        assertThat(asked(changed("mismatched", "config.json", text("\"hidden_size\": 128", "\"hidden_size\": 256"))))
                .containsPattern("[0-9]");
        assertThat(asked(changed(
                        "unknown", "config.json", text("\"hidden_act\": \"silu\"", "\"hidden_act\": \"tanh\""))))
                .contains("hidden_act");
        assertThat(asked(changed("vocabulary", "config.json", text("\"vocab_size\": 784", "\"vocab_size\": 700"))))
                .isNotBlank();
        assertThat(asked(changed("tokenizer", "tokenizer.json", bytes -> "{}".getBytes(StandardCharsets.UTF_8))))
                .contains("tokenizer");
    }

    @Test
    void shouldRefuseToComputeWithoutAThread() {
        Shell.Result result =
                Shell.run("answer", "--model", GENERALIST.toString(), "--prompt", "hello", "--threads", "0");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("threads must be at least 1");
    }

    private static Shell.Result verify(Path model) {
        return Shell.run("model", "verify", "--model", model.toString(), "--reference", GOLDEN.toString());
    }

    /** What is said on standard error; a message of a few lines and no stack trace. */
    private static String asked(Path model) {
        Shell.Result result = Shell.run("answer", "--model", model.toString(), "--prompt", "hello");
        assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
        assertThat(result.err()).startsWith("consilium: ").doesNotContain("\tat ");
        assertThat(result.out()).isEmpty();
        return result.err();
    }

    private interface Change {
        byte[] of(byte[] bytes);
    }

    private static Change text(String from, String to) {
        return bytes -> {
            String text = new String(bytes, StandardCharsets.UTF_8);
            assertThat(text).contains(from);
            return text.replace(from, to).getBytes(StandardCharsets.UTF_8);
        };
    }

    private Path changed(String name, String file, Change change) throws IOException {
        Path copy = Files.createDirectory(directory.resolve(name));
        List<Path> files;
        try (Stream<Path> originals = Files.list(GENERALIST)) {
            files = originals.toList();
        }
        for (Path original : files) {
            Files.copy(original, copy.resolve(original.getFileName()));
        }
        Files.write(copy.resolve(file), change.of(Files.readAllBytes(copy.resolve(file))));
        return copy;
    }
}
