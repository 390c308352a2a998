package io.consilium.trainer.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Names of checkpoints that stay, such as {@code best}; a name stands for one checkpoint at a time. */
final class Marks {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Map<String, Long> steps = new TreeMap<>();

    private Marks(Path file) {
        this.file = file;
    }

    static Marks open(Path file) throws IOException {
        Marks marks = new Marks(file);
        if (Files.exists(file)) {
            JSON.readTree(Files.readAllBytes(file))
                    .properties()
                    .forEach(entry ->
                            marks.steps.put(entry.getKey(), entry.getValue().asLong()));
        }
        return marks;
    }

    Collection<Long> steps() {
        return steps.values();
    }

    Optional<Long> step(String name) {
        return Optional.ofNullable(steps.get(name));
    }

    void put(String name, long step) throws IOException {
        steps.put(name, step);
        save();
    }

    /** Forgets names of checkpoints that are no longer there. */
    void retain(Collection<Long> existing) throws IOException {
        if (steps.values().retainAll(existing)) {
            save();
        }
    }

    private void save() throws IOException {
        ObjectNode tree = JSON.createObjectNode();
        steps.forEach(tree::put);
        DurableFiles.replace(file, tree.toPrettyString() + "\n");
    }
}
