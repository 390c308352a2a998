package io.consilium.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {
    @TempDir
    Path directory;

    private static ObjectNode line(int step) {
        return JsonNodeFactory.instance.objectNode().put("step", step);
    }

    @Test
    void readsWhatWasAddedAndDropsTornLines() throws IOException {
        Path file = directory.resolve("lines.jsonl");
        assertThat(JsonLines.read(file)).isEmpty();
        try (JsonLines lines = JsonLines.append(file)) {
            lines.add(line(1));
            lines.add(line(2));
        }
        Files.write(file, new byte[] {'{', '"', (byte) 0xc3}, java.nio.file.StandardOpenOption.APPEND);
        assertThat(JsonLines.read(file)).containsExactly(line(1), line(2));
        JsonLines.cut(file, line -> line.path("step").asInt() < 2);
        assertThat(file).hasContent("{\"step\":1}");
    }

    @Test
    void aFullDiskIsAnError() throws IOException {
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        try (JsonLines lines = JsonLines.append(full)) {
            assertThatThrownBy(() -> lines.add(line(1)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("No space left on device");
        }
    }
}
