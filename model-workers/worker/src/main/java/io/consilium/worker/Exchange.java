package io.consilium.worker;

import io.consilium.department.Departments;
import io.consilium.department.DoctorSpec;
import io.consilium.model.doctor.VersionHost;
import io.consilium.monitor.Metric;
import io.consilium.monitor.Monitor;
import io.consilium.monitor.Standing;
import io.consilium.problem.TransientException;
import io.consilium.serde.RecordSerdes;
import io.consilium.topic.KafkaConnection;
import io.consilium.version.Changes;
import io.consilium.version.RoleVersions;
import io.consilium.version.VersionBook;
import io.consilium.version.VersionLog;
import io.consilium.version.VersionState;
import io.micrometer.core.instrument.MultiGauge;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a worker's models in step with the models log while it answers: loads what got an alias beside what is running,
 * tries it with real prompts, says in the log whether it is ready or why it failed, and frees what no case can ask for
 * any more.
 *
 * <p>Requests name their version, so the switch is between two requests: those under way end with the model that they
 * began with. One thread of its own; the host belongs to the caller, who closes it after this.
 */
public final class Exchange implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final Duration TICK = Duration.ofMillis(200);
    private static final Duration FAREWELL = Duration.ofSeconds(150);

    private final String worker;
    private final List<String> roles;
    private final Servable servable;
    private final VersionHost host;
    private final VersionLog log;
    private final InstantSource clock;
    private final Set<Prepared> prepared = new HashSet<>();
    private final CompletableFuture<RuntimeException> failure = new CompletableFuture<>();
    private final CompletableFuture<Void> inStep = new CompletableFuture<>();
    private final MultiGauge served;
    private final Thread thread;
    private volatile boolean stopped;

    private Exchange(
            String worker,
            Departments departments,
            VersionHost host,
            VersionLog log,
            InstantSource clock,
            Monitor monitor) {
        this.worker = worker;
        this.roles = departments.doctors().stream().map(DoctorSpec::name).toList();
        this.servable = new Servable(roles, departments.longestCase());
        this.host = host;
        this.log = log;
        this.clock = clock;
        this.served = MultiGauge.builder(Metric.MODEL_SERVED.id())
                .description(Metric.MODEL_SERVED.about())
                .register(monitor.meters());
        this.thread = new Thread(this::run, worker + "-exchange");
        thread.setDaemon(true);
    }

    private record Prepared(String role, String version) {}

    /**
     * Begins to follow the log; the models topic exists.
     *
     * @param monitor shows which versions are served, and probes the exchange's standing
     */
    public static Exchange start(
            String worker,
            Departments departments,
            VersionHost host,
            KafkaConnection kafka,
            RecordSerdes serdes,
            InstantSource clock,
            Monitor monitor) {
        VersionLog log = VersionLog.open(kafka, serdes);
        Exchange exchange = new Exchange(worker, departments, host, log, clock, monitor);
        monitor.probes().add("models", exchange::standing);
        exchange.thread.start();
        return exchange;
    }

    /** Whether every version that had an alias at the start is loaded, or known to have failed. */
    public boolean ready() {
        return inStep.isDone();
    }

    public Standing standing() {
        if (failure.isDone()) {
            return Standing.BROKEN;
        }
        return ready() ? Standing.READY : Standing.WAITING;
    }

    /** Completed by the fault after which it follows the log no more; never, as long as all is well. */
    public CompletionStage<RuntimeException> failure() {
        return failure.minimalCompletionStage();
    }

    private void run() {
        try (log) {
            while (!stopped) {
                try {
                    follow(ready() ? log.next(TICK) : log.now());
                    inStep.complete(null);
                } catch (TransientException | RetriableException e) {
                    LOG.warn("worker={} models=UNREACHABLE reason={}", worker, e.getMessage());
                }
            }
        } catch (RuntimeException e) {
            if (!stopped) {
                LOG.error("worker={} follows the models log no more", worker, e);
                failure.complete(e);
            }
        }
    }

    private void follow(VersionBook book) {
        VersionBook known = book;
        for (String role : roles) {
            for (String version : book.role(role).aliases().versions()) {
                if (!stopped && !serves(known.role(role), version)) {
                    prepare(known.role(role), version);
                    known = log.now();
                }
            }
        }
        Set<String> wanted = servable.versions(known, clock.instant());
        prepared.removeIf(one -> !wanted.contains(one.version()));
        host.keepOnly(wanted);
        // What is served already stays as it is: registered anew, it would be missing from a scrape in between.
        served.register(
                prepared.stream()
                        .map(one -> MultiGauge.Row.of(Metric.MODEL_SERVED.tags(one.role(), one.version()), 1))
                        .toList(),
                false);
    }

    /** Loaded here and said to be so; a version that was champion before may be one of the two. */
    private boolean serves(RoleVersions role, String version) {
        return prepared.contains(new Prepared(role.role(), version))
                && role.state(version).equals(Optional.of(VersionState.READY));
    }

    private void prepare(RoleVersions role, String version) {
        Optional<String> problem = host.prepare(role.role(), version);
        Changes changes = new Changes(worker, clock.instant());
        if (problem.isPresent() && stopped) {
            return; // the end may be what cut its trial short: whoever comes next tries it again
        }
        if (problem.isPresent()) {
            LOG.warn("role={} version={} state=FAILED reason={}", role.role(), version, problem.get());
            log.publish(changes.failed(role.role(), version, problem.get()));
            return;
        }
        if (!role.state(version).equals(Optional.of(VersionState.READY))) {
            LOG.info("role={} version={} state=READY", role.role(), version);
            log.publish(changes.ready(role.role(), version));
        }
        prepared.add(new Prepared(role.role(), version));
    }

    /**
     * Waits for what it is loading and trying, a few minutes at most. A trial that takes longer fails when its model is
     * closed, and nothing is said of it.
     */
    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(FAREWELL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
