package io.consilium.model.vlm;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.model.tensor.ElementType;
import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Script;
import io.consilium.model.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The weights of a checkpoint directory under their canonical names, checked against what the configuration asks for.
 * Files of more than half a gigabyte stay mapped where their format is the wanted one; smaller ones are copied, so that
 * replacing the file under a running model does no harm.
 */
final class Weights {
    private static final long COPY_BELOW_BYTES = 512L << 20;

    private final Path directory;
    private final Map<String, SafetensorsFile> fileOf = new LinkedHashMap<>();
    private final Map<String, String> storedName = new LinkedHashMap<>();

    private Weights(Path directory) {
        this.directory = directory;
    }

    static Map<String, Tensor> load(Scope scope, Path directory, ModelConfig config, ElementType type) {
        Weights weights = checked(directory, config);
        long bytes = weights.fileOf.values().stream()
                .distinct()
                .mapToLong(SafetensorsFile::dataBytes)
                .sum();
        return weights.load(scope, config, type, bytes < COPY_BELOW_BYTES);
    }

    /** Nothing stays mapped: for weights that are written to. */
    static Map<String, Tensor> copies(Scope scope, Path directory, ModelConfig config, ElementType type) {
        return checked(directory, config).load(scope, config, type, true);
    }

    private static Weights checked(Path directory, ModelConfig config) {
        Weights weights = new Weights(directory);
        weights.index();
        weights.check(WeightLayout.of(config), config.text().tied());
        return weights;
    }

    private Map<String, Tensor> load(Scope scope, ModelConfig config, ElementType type, boolean copy) {
        Map<String, long[]> layout = WeightLayout.of(config);
        Map<String, Tensor> loaded = new LinkedHashMap<>();
        for (String name : layout.keySet()) {
            loaded.put(name, load(scope, name, type, copy));
        }
        return loaded;
    }

    private Tensor load(Scope scope, String name, ElementType type, boolean copy) {
        SafetensorsFile file = fileOf.get(name);
        String stored = storedName.get(name);
        if (file.type(stored) == type && !copy) {
            return file.view(scope, stored);
        }
        try (Scope temporary = Scope.open()) {
            Tensor view = file.view(temporary, stored);
            boolean same = file.type(stored) == type;
            return same
                    ? Script.shared().tensor(scope, "copy_of", view)
                    : Script.shared().tensor(scope, "cast", view, type.code());
        }
    }

    private void index() {
        Path index = directory.resolve("model.safetensors.index.json");
        if (!SafetensorsFile.exists(index)) {
            add(SafetensorsFile.open(existing("model.safetensors")));
            return;
        }
        JsonNode map = Json.read(index).path("weight_map");
        Set<String> shards = new TreeSet<>();
        map.forEach(shard -> shards.add(shard.asText()));
        for (String shard : shards) {
            if (shard.contains("/") || shard.contains("\\")) {
                throw new CheckpointException(index + " names the file '" + shard + "' outside its directory.");
            }
            add(SafetensorsFile.open(existing(shard)));
        }
        map.fieldNames().forEachRemaining(name -> {
            if (!storedName.containsValue(name)) {
                throw new CheckpointException(
                        index + " lists '" + name + "', but " + map.get(name) + " does not hold it.");
            }
        });
    }

    private Path existing(String name) {
        Path file = directory.resolve(name);
        if (!SafetensorsFile.exists(file)) {
            throw new CheckpointException("Missing file " + file + ": the directory is not a complete checkpoint.");
        }
        return file;
    }

    private void add(SafetensorsFile file) {
        for (String name : file.names()) {
            String canonical = WeightLayout.canonical(name);
            fileOf.put(canonical, file);
            storedName.put(canonical, name);
        }
    }

    private void check(Map<String, long[]> layout, boolean tied) {
        Set<String> missing = new TreeSet<>(layout.keySet());
        missing.removeAll(fileOf.keySet());
        Set<String> extra = new TreeSet<>(fileOf.keySet());
        extra.removeAll(layout.keySet());
        if (tied) {
            extra.remove(WeightLayout.HEAD);
        }
        if (!missing.isEmpty() || !extra.isEmpty()) {
            throw new CheckpointException(directory + ": the weights do not fit config.json. Missing: " + some(missing)
                    + ". Not asked for: " + some(extra) + ".");
        }
        layout.forEach((name, shape) -> {
            long[] stored = fileOf.get(name).shape(storedName.get(name));
            if (!Arrays.equals(shape, stored)) {
                throw new CheckpointException(directory + ": '" + name + "' has the shape " + Arrays.toString(stored)
                        + ", but config.json asks for " + Arrays.toString(shape) + ".");
            }
        });
    }

    private static String some(Set<String> names) {
        String shown = names.stream().limit(4).collect(Collectors.joining(", "));
        return names.isEmpty() ? "none" : shown + (names.size() > 4 ? " and " + (names.size() - 4) + " more" : "");
    }
}
