package io.consilium.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.consilium.problem.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
    @TempDir
    Path directory;

    @Test
    void bundlesTheCommandLinesOwn() {
        assertThat(Sources.bundled().names()).containsExactly("cli", "demo", "bench");
        assertThat(Sources.bundled().registered("demo")).isTrue();
        assertThat(Sources.bundled().registered("pacs")).isFalse();
    }

    @Test
    void readsAFile() throws IOException {
        assertThat(Sources.read(file("sources: [{name: pacs}, {name: ris-2}]")).names())
                .containsExactly("pacs", "ris-2");
    }

    @Test
    void reportsEveryProblemTogether() throws IOException {
        assertThat(problems("sources: [{name: PACS}, {name: ris}, {name: ris}, {description: nameless}]"))
                .hasSize(3)
                .anySatisfy(problem -> assertThat(problem).contains("'PACS'"))
                .anySatisfy(problem -> assertThat(problem).contains("'ris' is listed twice"))
                .anySatisfy(problem -> assertThat(problem).contains("''"));
    }

    @Test
    void refusesAFileWithoutSources() throws IOException {
        assertThat(problems("")).containsExactly("sources: none is listed");
        assertThat(problems("sources: []")).containsExactly("sources: none is listed");
    }

    @Test
    void refusesWhatIsNoYaml() throws IOException {
        assertThat(problems("sources: [")).hasSize(1);
    }

    @Test
    void saysWhenTheFileIsAbsent() {
        Path absent = directory.resolve("absent.yaml");
        assertThat(catchThrowableOfType(ConfigurationException.class, () -> Sources.read(absent)))
                .hasMessageContaining("absent.yaml cannot be read");
    }

    private List<String> problems(String yaml) throws IOException {
        Path file = file(yaml);
        return catchThrowableOfType(ConfigurationException.class, () -> Sources.read(file))
                .problems();
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("sources.yaml"), yaml);
    }
}
