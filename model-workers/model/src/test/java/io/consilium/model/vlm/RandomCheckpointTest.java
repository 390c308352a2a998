package io.consilium.model.vlm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.model.tensor.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomCheckpointTest {
    @TempDir
    Path directory;

    @Test
    void shouldWriteACheckpointThatAnswersInBfloat16() {
        RandomCheckpoint.write(Golden.REFERENCE.resolve("config.flat.json"), directory, Optional.empty(), 7);
        try (VisionLanguageModel model = VisionLanguageModel.load(directory, Precision.CHECKPOINT);
                Generator generator = new Generator(model, new GeneratorSettings(2, 0, 1))) {
            ChatPrompt prompt = ChatPrompt.of("Systém", List.of(Golden.picture("wide.png")), "naïve? <|im_end|>");
            Completion reply =
                    generator.submit(prompt, new Sampling(12, 0, 1, 0, 0, true)).join();
            assertThat(reply.tokens()).hasSize(12);
            assertThat(reply.text()).isNotEmpty();
            assertThat(reply.logprobs()).doesNotContain(Float.NaN);
        }
    }

    @Test
    void shouldWriteTheSameBytesForTheSameSeed() {
        Path config = Golden.MODEL.resolve("config.json");
        RandomCheckpoint.write(config, directory.resolve("a"), Optional.of(Golden.MODEL), 3);
        RandomCheckpoint.write(config, directory.resolve("b"), Optional.of(Golden.MODEL), 3);
        assertThat(CheckpointFiles.version(directory.resolve("a")))
                .isEqualTo(CheckpointFiles.version(directory.resolve("b")));
    }

    @Test
    void shouldNotOverwriteADirectoryInUse() {
        assertThatThrownBy(() ->
                        RandomCheckpoint.write(Golden.MODEL.resolve("config.json"), Golden.MODEL, Optional.empty(), 1))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("not empty");
    }

    /** For training from nothing: everything but the weights is there. */
    @Test
    void shouldAddWeightsOnceAndTheSameForTheSameSeed() throws IOException {
        for (String name : List.of("a", "b", "c")) {
            Path bare = Files.createDirectory(directory.resolve(name));
            try (Stream<Path> files = Files.list(Golden.MODEL)) {
                for (Path file : files.filter(each -> !each.endsWith("model.safetensors"))
                        .toList()) {
                    Files.copy(file, bare.resolve(file.getFileName()));
                }
            }
            RandomCheckpoint.addWeights(bare, name.equals("c") ? 4 : 3);
        }
        assertThat(CheckpointFiles.version(directory.resolve("a")))
                .isEqualTo(CheckpointFiles.version(directory.resolve("b")))
                .isNotEqualTo(CheckpointFiles.version(directory.resolve("c")));
        SafetensorsFile weights = SafetensorsFile.open(directory.resolve("a/model.safetensors"));
        assertThat(weights.names()).isNotEmpty().allMatch(name -> weights.type(name) == ElementType.F32);
        VisionLanguageModel.load(directory.resolve("a"), Precision.F32).close();
        assertThatThrownBy(() -> RandomCheckpoint.addWeights(directory.resolve("a"), 3))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll("Cannot write weights into", "model.safetensors");
    }
}
