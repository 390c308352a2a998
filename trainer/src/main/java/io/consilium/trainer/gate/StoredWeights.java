package io.consilium.trainer.gate;

import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Tensor;
import io.consilium.model.vlm.CheckpointException;
import io.consilium.model.vlm.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All weights of a checkpoint directory under the names that they are stored by; nothing is read before it is used. */
final class StoredWeights {
    private final SortedMap<String, SafetensorsFile> fileOf = new TreeMap<>();

    private StoredWeights() {}

    /** @throws CheckpointException when a file is broken, or there is none */
    static StoredWeights of(Path directory) {
        StoredWeights weights = new StoredWeights();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path path : files.filter(file -> file.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList()) {
                SafetensorsFile file = SafetensorsFile.open(path);
                file.names().forEach(name -> weights.fileOf.put(name, file));
            }
        } catch (IOException e) {
            throw new CheckpointException("Cannot read " + directory + ": " + e.getMessage(), e);
        }
        if (weights.fileOf.isEmpty()) {
            throw new CheckpointException("There are no weights in " + directory + ": no file *.safetensors.");
        }
        return weights;
    }

    Set<String> names() {
        return fileOf.keySet();
    }

    Tensor view(Scope scope, String name) {
        return fileOf.get(name).view(scope, name);
    }
}
