package io.consilium.standalone.versions;

import io.consilium.model.weights.WeightsStore;
import io.consilium.record.ModelChange;
import io.consilium.record.ModelVersion;
import io.consilium.version.Changes;
import io.consilium.version.LogEntry;
import io.consilium.version.RoleVersions;
import io.consilium.version.VersionLog;
import io.consilium.version.VersionState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Makes checkpoints known to the running service, and decisions about them. Belongs to one thread, as its log does. */
public final class Publication {
    private static final Duration POLL = Duration.ofMillis(200);

    private final VersionLog log;

    public Publication(VersionLog log) {
        this.log = log;
    }

    /**
     * A checkpoint and where it is from.
     *
     * @param doctor as departments.yaml names it
     * @param parent the version that it was trained from; {@code run} made it, on the samples {@code data}
     * @param metrics what was measured of it
     */
    public record Checkpoint(
            Path directory,
            String doctor,
            Optional<String> parent,
            Optional<String> run,
            Optional<String> data,
            Map<String, Double> metrics) {}

    /**
     * What became of a decision.
     *
     * @param role as it is after the wait
     */
    public record Decided(LogEntry entry, RoleVersions role) {

        /** Empty where the decision was refused at once. */
        public Optional<VersionState> state() {
            return entry.counts() ? role.state(entry.change().getVersion()) : Optional.empty();
        }
    }

    /** Copies the checkpoint to the store; no case gets it yet. Returns its version. */
    public String imported(Checkpoint checkpoint, WeightsStore store, String by) {
        String version = store.put(checkpoint.directory());
        Path kept = store.find(version).orElseThrow();
        ModelVersion model = ModelVersion.newBuilder()
                .setDoctor(checkpoint.doctor())
                .setVersion(version)
                .setName(checkpoint
                        .directory()
                        .toAbsolutePath()
                        .normalize()
                        .getFileName()
                        .toString())
                .setLocation(kept.toAbsolutePath().toString())
                .setParent(checkpoint.parent().orElse(null))
                .setRun(checkpoint.run().orElse(null))
                .setData(checkpoint.data().orElse(null))
                .setMetrics(Map.copyOf(checkpoint.metrics()))
                .setPublishedAt(Instant.now())
                .build();
        log.publish(new Changes(by, Instant.now()).imported(model));
        return version;
    }

    /**
     * Writes a decision and waits until a worker has said what became of its version.
     *
     * @param patience how long a worker may take to load and try it
     */
    public Decided decide(ModelChange change, Duration patience) {
        LogEntry entry = log.publish(change);
        long until = System.nanoTime() + patience.toNanos();
        RoleVersions role = log.now().role(change.getRole());
        while (entry.counts()
                && role.state(change.getVersion()).equals(Optional.of(VersionState.AT_REST))
                && System.nanoTime() < until) {
            role = log.next(POLL).role(change.getRole());
        }
        return new Decided(entry, role);
    }
}
