package io.consilium.trainer.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.consilium.problem.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is finished, what is not, and what was spoilt. */
class ShelfTest {
    @TempDir
    private Path directory;

    private Shelf.Place place;

    private Shelf.Place at(String setting) {
        return new Shelf(directory).place("models", new TreeMap<>(Map.of("seed", "1", "setting", setting)));
    }

    @BeforeEach
    void finishOne() throws IOException {
        place = at("a");
        place.begin();
        Files.createDirectories(place.directory().resolve("model"));
        Files.writeString(place.directory().resolve("model/weights"), "1 2 3");
        place.finish(JsonNodeFactory.instance.objectNode().put("validation", 0.5));
    }

    @Test
    void shouldFindWhatTheSameFactsMade() {
        assertThat(at("a").isFinished()).isTrue();
        assertThat(at("a").result().path("validation").asDouble()).isEqualTo(0.5);
        assertThat(at("b").isFinished()).isFalse();
    }

    @Test
    void shouldBeginAgainWhatWasInterrupted() throws IOException {
        Shelf.Place other = at("b");
        other.begin();
        Files.writeString(other.directory().resolve("half"), "1");
        assertThat(at("b").isFinished()).isFalse();
        other.begin();
        assertThat(other.directory()).isEmptyDirectory();
    }

    @Test
    void shouldRefuseAChangedFile() throws IOException {
        Files.writeString(place.directory().resolve("model/weights"), "1 2 4");
        assertThatThrownBy(() -> at("a").isFinished())
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("model/weights is not what was written")
                .hasMessageContaining("Delete this directory");
    }

    @Test
    void shouldRefuseAMissingAndAnAddedFile() throws IOException {
        Files.writeString(place.directory().resolve("other"), "1");
        assertThatThrownBy(() -> at("a").isFinished()).hasMessageContaining("other is not what was written");
        Files.delete(place.directory().resolve("other"));
        Files.delete(place.directory().resolve("model/weights"));
        assertThatThrownBy(() -> at("a").isFinished()).hasMessageContaining("model/weights is gone");
    }

    @Test
    void shouldRefuseAnUnreadableRecord() throws IOException {
        Files.writeString(place.directory().resolve("made.json"), "{");
        assertThatThrownBy(() -> at("a").isFinished())
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("made.json");
    }
}
