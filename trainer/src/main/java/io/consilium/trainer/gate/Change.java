package io.consilium.trainer.gate;

import io.consilium.digest.Digest;
import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Tensor;
import io.consilium.model.vlm.CheckpointException;
import io.consilium.trainer.gate.TensorChange.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a candidate's checkpoint has that the champion's has not, tensor by tensor and file by file.
 *
 * @param tensors how many the two have together
 * @param changed those that differ, by name
 * @param files of those that decide an answer, the ones that differ
 */
public record Change(int tensors, List<TensorChange> changed, List<String> files) {
    private static final List<String> DECIDING = List.of(
            "config.json",
            "generation_config.json",
            "preprocessor_config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "chat_template.jinja");

    public Change {
        changed = List.copyOf(changed);
        files = List.copyOf(files);
    }

    /** @throws CheckpointException when the weights of one of them cannot be read */
    public static Change between(Path champion, Path candidate) {
        StoredWeights before = StoredWeights.of(champion);
        StoredWeights after = StoredWeights.of(candidate);
        Set<String> names = new TreeSet<>(before.names());
        names.addAll(after.names());
        List<TensorChange> changed = new ArrayList<>();
        try (TensorReading reading = new TensorReading()) {
            for (String name : names) {
                change(name, before, after, reading).ifPresent(changed::add);
            }
        }
        List<String> files = DECIDING.stream()
                .filter(file -> !hash(champion.resolve(file)).equals(hash(candidate.resolve(file))))
                .toList();
        return new Change(names.size(), changed, files);
    }

    private static Optional<TensorChange> change(
            String name, StoredWeights before, StoredWeights after, TensorReading reading) {
        try (Scope scope = Scope.open()) {
            if (!after.names().contains(name)) {
                return Optional.of(alone(name, Kind.REMOVED, before.view(scope, name), reading));
            }
            Tensor now = after.view(scope, name);
            if (!before.names().contains(name)) {
                return Optional.of(alone(name, Kind.ADDED, now, reading));
            }
            return change(name, before.view(scope, name), now, reading);
        }
    }

    private static TensorChange alone(String name, Kind kind, Tensor tensor, TensorReading reading) {
        Optional<String> hash = Optional.of(reading.hash(tensor));
        Optional<String> none = Optional.empty();
        boolean added = kind == Kind.ADDED;
        TensorReading.Sums sums = reading.sums(tensor);
        double norm = Math.sqrt(sums.squaredChange());
        return new TensorChange(name, kind, added ? none : hash, added ? hash : none, norm, 1, sums.greatest());
    }

    private static Optional<TensorChange> change(String name, Tensor before, Tensor after, TensorReading reading) {
        boolean alike = Arrays.equals(before.shape(), after.shape()) && before.type() == after.type();
        String old = reading.hash(before);
        String now = reading.hash(after);
        if (alike && old.equals(now)) {
            return Optional.empty();
        }
        TensorReading.Sums sums = alike ? reading.sums(before, after) : reading.sums(after);
        double norm = Math.sqrt(sums.squaredChange());
        double base = Math.sqrt(sums.squaredBefore());
        return Optional.of(new TensorChange(
                name,
                alike ? Kind.CHANGED : Kind.RESHAPED,
                Optional.of(old),
                Optional.of(now),
                norm,
                base > 0 ? norm / base : 1,
                sums.greatest()));
    }

    private static String hash(Path file) {
        try {
            return Files.isRegularFile(file) ? Digest.sha256(Files.readAllBytes(file)) : "";
        } catch (IOException e) {
            throw new CheckpointException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    public boolean isEmpty() {
        return changed.isEmpty() && files.isEmpty();
    }

    /** The Euclidean norm over all changes. */
    public double norm() {
        return Math.sqrt(
                changed.stream().mapToDouble(each -> each.norm() * each.norm()).sum());
    }
}
