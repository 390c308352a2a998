package io.consilium.trainer.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The directory of a run that goes on: takes its metrics, events, examples and checkpoints. What a method has taken survives
 * the end of the process; checkpoints, and all that was taken before one, survive a power cut too. A failed write ends the
 * run with a {@link RunStoppedException}. One thread owns it; a lock keeps other runs out until it is closed.
 */
public final class RunDirectory implements AutoCloseable {
    static final String CONFIGURATION = "config.yaml";
    static final String METRICS = "metrics.jsonl";
    static final String EVENTS = "events.jsonl";
    static final String EXAMPLES = "examples.jsonl";
    static final String CHECKPOINTS = "checkpoints";
    static final String TENSORBOARD = "tensorboard";
    static final String MODELS = "models";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final RunSettings settings;
    private final OpenFiles files;
    private final Checkpoints checkpoints;
    private long step;

    RunDirectory(Path directory, RunSettings settings, OpenFiles files, Checkpoints checkpoints, long step) {
        this.directory = directory;
        this.settings = settings;
        this.files = files;
        this.checkpoints = checkpoints;
        this.step = step;
    }

    /**
     * Begins a run in a new or empty directory.
     *
     * @throws io.consilium.problem.FatalException when something else is there, or another run goes on there
     */
    public static RunDirectory create(Path directory, RunIdentity identity, RunSettings settings) {
        return new RunOpening(directory, identity, settings).create();
    }

    /**
     * Goes on with a run from its last good checkpoint, which {@link #lastCheckpoint} then names; from its beginning when
     * there is none. Metrics and events after that checkpoint are dropped.
     *
     * @throws io.consilium.problem.FatalException when no run is there, it goes on, or none of its checkpoints is whole
     * @throws io.consilium.problem.ConfigurationException when the run there has other settings or data; names each
     */
    public static RunDirectory resume(Path directory, RunIdentity identity, RunSettings settings) {
        return new RunOpening(directory, identity, settings).resume();
    }

    public Path path() {
        return directory;
    }

    public Optional<Checkpoint> lastCheckpoint() {
        return checkpoints.newest();
    }

    /** The checkpoint that {@link #mark} gave this name. */
    public Optional<Checkpoint> marked(String name) {
        return checkpoints.marked(name);
    }

    /** Values that are no finite numbers become null. Sorted by name, so that the same values are the same bytes. */
    public void log(long step, Map<String, Double> values) {
        this.step = step;
        Instant now = now();
        ObjectNode line = line(now);
        SortedMap<String, Double> sorted = new TreeMap<>(values);
        sorted.forEach((name, value) -> {
            if (Double.isFinite(value)) {
                line.put(name, value);
            } else {
                line.putNull(name);
            }
        });
        write(METRICS, () -> files.metrics().add(line));
        write(TENSORBOARD, () -> files.tensorboard().scalars(now, step, sorted));
    }

    /** Something worth telling, at the step that was logged last; the fields' values are such as JSON has. */
    public void event(String kind, Map<String, Object> fields) {
        ObjectNode line = line(now()).put(RunEvents.KIND, kind);
        line.setAll(JSON.<ObjectNode>valueToTree(new TreeMap<>(fields)));
        write(EVENTS, () -> files.events().add(line));
    }

    public void stageStarted(String name, int samples) {
        event(RunEvents.STAGE_STARTED, Map.of(RunEvents.STAGE, name, RunEvents.SAMPLES, samples));
    }

    public void stageEnded(String name, String reason) {
        event(RunEvents.STAGE_ENDED, Map.of(RunEvents.STAGE, name, RunEvents.REASON, reason));
    }

    public void ended(String reason) {
        event(RunEvents.ENDED, Map.of(RunEvents.REASON, reason));
    }

    /** Replaces the examples of before. */
    public void examples(List<AnswerExample> examples) {
        List<ObjectNode> lines =
                examples.stream().map(JSON::<ObjectNode>valueToTree).toList();
        write(EXAMPLES, () -> JsonLines.replace(directory.resolve(EXAMPLES), lines));
    }

    /** Replaces a checkpoint of the same step; deletes those that are neither among the newest nor marked. */
    public Checkpoint checkpoint(long step, CheckpointWriter writer) {
        write(METRICS, files::force);
        Checkpoint[] written = new Checkpoint[1];
        write("the checkpoint of step " + step, () -> written[0] = checkpoints.write(step, writer));
        return written[0];
    }

    /**
     * Keeps a checkpoint under a name, such as {@code best} or {@code end of easy}; the one that had the name loses it.
     *
     * @throws IllegalArgumentException when there is no checkpoint of that step
     */
    public void mark(String name, long step) {
        write("the mark of step " + step, () -> checkpoints.mark(name, step));
    }

    /** Stops the run for a reason of its own; the message says which checkpoint is the last good one. */
    public RunStoppedException stop(String reason) {
        return new RunStoppedException("the run in " + directory + " stopped at step " + step + ": " + reason
                + " Use --resume to go on " + safe());
    }

    /** Writes a model of the run, {@code models/NAME}, whole or not at all; replaces the one that was there. */
    public Path model(String name, CheckpointWriter writer) {
        return place(MODELS + "/" + name, writer);
    }

    /** Writes a directory within the run's, whole or not at all; replaces the one that was there. */
    public Path place(String name, CheckpointWriter writer) {
        Path place = directory.resolve(name);
        write(name, () -> DurableFiles.replaceTree(place, writer));
        return place;
    }

    private ObjectNode line(Instant now) {
        return JSON.createObjectNode().put(RunEvents.STEP, step).put(RunEvents.TIME, now.toString());
    }

    private Instant now() {
        return settings.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private interface Writing {
        void run() throws IOException;
    }

    private void write(String what, Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw stopped(what, e);
        } catch (UncheckedIOException e) {
            throw stopped(what, e.getCause());
        }
    }

    private RunStoppedException stopped(String what, IOException cause) {
        return new RunStoppedException(
                "the run in " + directory + " stopped at step " + step + ": " + what + " cannot be written: "
                        + why(cause) + ". Make room or mend the disk, then use --resume to go on " + safe(),
                cause);
    }

    private String safe() {
        return lastCheckpoint()
                .map(last -> "from the last good checkpoint, step " + last.step() + " (" + last.directory() + ")")
                .orElse("from the beginning, for there is no checkpoint yet");
    }

    /** Some failures of the file system say only which file it was: then their kind is the reason. */
    private static String why(IOException cause) {
        boolean nameless = cause instanceof FileSystemException failure && failure.getReason() == null;
        return nameless || cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /** Ends the writing and lets other runs in. */
    @Override
    public void close() {
        write(METRICS, files::close);
    }
}
