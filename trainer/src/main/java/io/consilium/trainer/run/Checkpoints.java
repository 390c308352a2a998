package io.consilium.trainer.run;

import io.consilium.problem.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints of a run: each is written whole or not at all. The newest few stay, and the marked ones. Beside
 * {@code step-00000050} there may lie, after a stop, its {@code .tmp} (being written), {@code .old} (being replaced) or
 * {@code .gone} (being deleted), which {@link #recover} clears up, and a {@code .damaged} one for people to look at.
 */
final class Checkpoints {
    private static final Pattern NAME = Pattern.compile("step-(\\d{8,18})(\\.tmp|\\.old|\\.gone)?");
    private static final String OLD = ".old";
    private static final String GONE = ".gone";
    private static final String DAMAGED = ".damaged";

    private final Path directory;
    private final int keep;
    private final Marks marks;
    private final NavigableSet<Long> steps = new TreeSet<>();

    private Checkpoints(Path directory, int keep, Marks marks) {
        this.directory = directory;
        this.keep = keep;
        this.marks = marks;
    }

    /** Clears up what a stop left behind, and knows the checkpoints that are there. */
    static Checkpoints recover(Path directory, int keep) throws IOException {
        Files.createDirectories(directory);
        Checkpoints checkpoints = new Checkpoints(directory, keep, Marks.open(directory.resolve("marks.json")));
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.toList()) {
                checkpoints.recover(entry);
            }
        }
        return checkpoints;
    }

    private void recover(Path entry) throws IOException {
        Matcher name = NAME.matcher(entry.getFileName().toString());
        if (!name.matches()) {
            return;
        }
        long step = Long.parseLong(name.group(1));
        if (OLD.equals(name.group(2)) && !Files.exists(place(step))) {
            DurableFiles.move(entry, place(step));
        } else if (name.group(2) != null) {
            DurableFiles.removeTree(entry);
            return;
        }
        steps.add(step);
    }

    Optional<Checkpoint> newest() {
        return steps.isEmpty() ? Optional.empty() : Optional.of(at(steps.last()));
    }

    Optional<Checkpoint> marked(String name) {
        return marks.step(name).map(this::at);
    }

    /**
     * Puts aside the checkpoints after the newest whole one.
     *
     * @return what is wrong with each of them
     * @throws FatalException when there are checkpoints, but not one is whole; they stay where they are
     */
    List<String> putDamagedAside() throws IOException {
        Map<Long, String> damages = new LinkedHashMap<>();
        for (long step : steps.descendingSet()) {
            Optional<String> damage = Manifest.damage(place(step));
            if (damage.isEmpty()) {
                break;
            }
            damages.put(step, "checkpoint " + place(step) + " is damaged: " + damage.get());
        }
        if (!damages.isEmpty() && damages.size() == steps.size()) {
            throw new FatalException(
                    "no checkpoint is whole, so this run cannot go on; start again in another directory"
                            + " and have the disk checked:\n  - " + String.join("\n  - ", damages.values()));
        }
        List<String> notices = new ArrayList<>();
        for (Map.Entry<Long, String> damage : damages.entrySet()) {
            Path aside = beside(damage.getKey(), DAMAGED);
            DurableFiles.removeTree(aside);
            DurableFiles.move(place(damage.getKey()), aside);
            steps.remove(damage.getKey());
            notices.add(damage.getValue() + "; it is put aside as " + aside.getFileName()
                    + " and the one before it is used");
        }
        marks.retain(steps);
        return notices;
    }

    /** When {@code writer} fails, nothing of the new checkpoint is left, and an older one of that step stays. */
    Checkpoint write(long step, CheckpointWriter writer) throws IOException {
        Path temporary = beside(step, DurableFiles.TEMPORARY);
        try {
            DurableFiles.removeTree(temporary);
            Files.createDirectories(temporary);
            writer.write(temporary);
            Manifest.write(temporary, step);
            DurableFiles.forceTree(temporary);
            putInPlace(step, temporary);
        } catch (IOException | RuntimeException e) {
            remove(temporary, e);
            throw e;
        }
        steps.add(step);
        prune();
        return at(step);
    }

    private void putInPlace(long step, Path temporary) throws IOException {
        Path place = place(step);
        if (!Files.exists(place)) {
            DurableFiles.move(temporary, place);
            return;
        }
        Path old = beside(step, OLD);
        DurableFiles.removeTree(old);
        DurableFiles.move(place, old);
        try {
            DurableFiles.move(temporary, place);
        } catch (IOException e) {
            DurableFiles.move(old, place);
            throw e;
        }
        DurableFiles.removeTree(old);
    }

    private static void remove(Path temporary, Exception because) {
        try {
            DurableFiles.removeTree(temporary);
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    /** @throws IllegalArgumentException when there is no checkpoint of that step */
    void mark(String name, long step) throws IOException {
        if (!steps.contains(step)) {
            throw new IllegalArgumentException("there is no checkpoint of step " + step + " to mark as " + name);
        }
        marks.put(name, step);
        prune();
    }

    private void prune() throws IOException {
        List<Long> newest = steps.descendingSet().stream().limit(keep).toList();
        for (long step : List.copyOf(steps)) {
            if (!newest.contains(step) && !marks.steps().contains(step)) {
                // Renamed first: a checkpoint that is half deleted must not look like one.
                DurableFiles.move(place(step), beside(step, GONE));
                steps.remove(step);
                DurableFiles.removeTree(beside(step, GONE));
            }
        }
    }

    private Checkpoint at(long step) {
        return new Checkpoint(step, place(step));
    }

    private Path place(long step) {
        return directory.resolve(String.format(Locale.ROOT, "step-%08d", step));
    }

    private Path beside(long step, String suffix) {
        return directory.resolve(place(step).getFileName() + suffix);
    }
}
