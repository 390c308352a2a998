package io.consilium.trainer.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.problem.ConfigurationException;
import io.consilium.problem.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Begins a run in a directory or goes on with the one there; touches nothing that is not a run's. */
final class RunOpening {
    /** What a start leaves that ended before it wrote run.json. */
    private static final Set<String> LEFTOVERS = Set.of(RunLock.NAME, RunSheet.NAME + DurableFiles.TEMPORARY);

    private final Path directory;
    private final RunIdentity identity;
    private final RunSettings settings;

    RunOpening(Path directory, RunIdentity identity, RunSettings settings) {
        this.directory = directory;
        this.identity = identity;
        this.settings = settings;
    }

    RunDirectory create() {
        return locked(
                () -> {
                    refuseForeignFiles();
                    Files.createDirectories(directory);
                },
                this::begin);
    }

    RunDirectory resume() {
        return locked(
                () -> {
                    if (!holdsRun()) {
                        throw new FatalException(
                                directory + " holds no run to resume; leave --resume out to start one there");
                    }
                },
                this::goOn);
    }

    private interface Check {
        void run() throws IOException;
    }

    private interface Opening {
        RunDirectory open(RunLock lock) throws IOException;
    }

    private RunDirectory locked(Check check, Opening opening) {
        try {
            check.run();
            RunLock lock = RunLock.take(directory);
            try {
                return opening.open(lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new FatalException(directory + " cannot be used for a run: " + e, e);
        }
    }

    private void refuseForeignFiles() throws IOException {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new FatalException(directory + " is a file; a run needs a directory");
        }
        if (!Files.exists(directory) || holdsRun()) {
            return;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            if (entries.anyMatch(
                    entry -> !LEFTOVERS.contains(entry.getFileName().toString()))) {
                throw new FatalException(
                        directory
                                + " is not empty and holds no run; use an empty or new directory, so that nothing is overwritten");
            }
        }
    }

    private boolean holdsRun() {
        return Files.exists(directory.resolve(RunSheet.NAME));
    }

    private RunDirectory begin(RunLock lock) throws IOException {
        if (holdsRun()) {
            throw new FatalException(
                    directory + " already holds a run; use --resume to go on with it, or another directory");
        }
        new RunSheet(identity, settings.clock().instant()).write(directory);
        RunDirectory run = open(lock, checkpoints(), 0, 0);
        run.event(RunEvents.STARTED, Map.of());
        return run;
    }

    private RunDirectory goOn(RunLock lock) throws IOException {
        RunSheet sheet = RunSheet.read(directory);
        List<String> differences = sheet.differences(identity, settings.mayChange());
        if (!differences.isEmpty()) {
            throw new ConfigurationException(
                    directory + " holds a run with other settings; use those, or another directory", differences);
        }
        Checkpoints checkpoints = checkpoints();
        List<String> damages = checkpoints.putDamagedAside();
        long last = checkpoints.newest().map(Checkpoint::step).orElse(-1L);
        goBackTo(last);
        sheet.with(identity.configuration()).write(directory);
        RunDirectory run = open(lock, checkpoints, Math.max(0, last), last + 1);
        tell(run, sheet, damages);
        return run;
    }

    private Checkpoints checkpoints() throws IOException {
        return Checkpoints.recover(directory.resolve(RunDirectory.CHECKPOINTS), settings.keep());
    }

    private RunDirectory open(RunLock lock, Checkpoints checkpoints, long step, long nextStep) throws IOException {
        DurableFiles.replace(
                directory.resolve(RunDirectory.CONFIGURATION),
                identity.configuration().yaml());
        OpenFiles files = new OpenFiles(
                lock,
                JsonLines.append(directory.resolve(RunDirectory.METRICS)),
                JsonLines.append(directory.resolve(RunDirectory.EVENTS)),
                EventFile.create(
                        directory.resolve(RunDirectory.TENSORBOARD),
                        settings.clock().instant(),
                        nextStep));
        return new RunDirectory(directory, settings, files, checkpoints, step);
    }

    private void goBackTo(long last) throws IOException {
        JsonLines.cut(directory.resolve(RunDirectory.METRICS), line -> stepOf(line) <= last);
        JsonLines.cut(directory.resolve(RunDirectory.EVENTS), line -> {
            String kind = line.path(RunEvents.KIND).asText();
            return RunEvents.HISTORY.contains(kind) || (stepOf(line) <= last && !kind.equals(RunEvents.ENDED));
        });
    }

    private static long stepOf(ObjectNode line) {
        return line.path(RunEvents.STEP).asLong(Long.MAX_VALUE);
    }

    private void tell(RunDirectory run, RunSheet sheet, List<String> damages) {
        damages.forEach(damage -> {
            settings.notices().accept(damage);
            run.event(RunEvents.DAMAGED, Map.of(RunEvents.REASON, damage));
        });
        run.event(
                RunEvents.RESUMED,
                Map.of("commit", identity.commit(), "version", identity.version(), "threads", identity.threads()));
        if (!sheet.identity().commit().equals(identity.commit())) {
            settings.notices()
                    .accept("the run began with commit " + sheet.identity().commit() + " and goes on with "
                            + identity.commit());
        }
    }
}
