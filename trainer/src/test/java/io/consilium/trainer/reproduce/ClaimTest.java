package io.consilium.trainer.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.problem.ConfigurationException;
import io.consilium.problem.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory is one study's. */
class ClaimTest {
    @TempDir
    private Path directory;

    private static Study study(String... overrides) {
        return StudyReader.read(StudyReader.bundled(true, List.of(overrides)));
    }

    private void take(String model, String... overrides) {
        Claim.take(directory, study(overrides), List.of(model));
    }

    @Test
    void shouldGoOnWithTheSameStudyAndWithMoreSeeds() {
        take("a");
        assertThatCode(() -> take("a")).doesNotThrowAnyException();
        assertThatCode(() -> take("a", "seeds=2")).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseAnotherStudyAndOtherModels() {
        take("a");
        assertThatThrownBy(() -> take("a", "cases.test=9"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("holds another study")
                .hasMessageContaining("study.cases.test: was 28, is now 9");
        assertThatThrownBy(() -> take("b")).hasMessageContaining("models[1]: was \"a\", is now \"b\"");
    }

    @Test
    void shouldRefuseOtherFilesAndADamagedStudy() throws IOException {
        Path file = Files.writeString(directory.resolve("letter.txt"), "dear");
        assertThatThrownBy(() -> take("a")).hasMessageContaining("is not empty and holds no study");
        assertThat(directory.resolve("study.json")).doesNotExist();
        Files.delete(file);
        Files.writeString(directory.resolve("study.json"), "{");
        assertThatThrownBy(() -> take("a")).isInstanceOf(FatalException.class).hasMessageContaining("damaged");
    }
}
