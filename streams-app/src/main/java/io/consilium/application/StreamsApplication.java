package io.consilium.application;

import io.consilium.monitor.Metric;
import io.consilium.monitor.Monitor;
import io.consilium.monitor.Standing;
import io.consilium.problem.FatalException;
import io.consilium.problem.RootCause;
import io.consilium.problem.Scrubbed;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running streams application. A thread that fails is replaced and does its work again, after a pause that doubles up
 * to a bound; the outside world may be back by then. Safe for threads.
 */
public final class StreamsApplication implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsApplication.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(15);

    private final String name;
    private final Optional<HostInfo> self;
    private final KafkaStreams streams;
    private final CompletableFuture<FatalException> failure = new CompletableFuture<>();
    private final MeterRegistry meters;
    private final KafkaStreamsMetrics metrics;
    private final ScheduledExecutorService looking;
    private final RestoreWatch restoring = new RestoreWatch(InstantSource.system());
    private final int threads;
    private final Patience patience = new Patience(Duration.ofMillis(250), Duration.ofSeconds(30));

    /** @param monitor shows the application's lag and threads, and probes its standing */
    public StreamsApplication(Topology topology, StreamsSettings settings, Monitor monitor) {
        this.name = settings.applicationId();
        this.self = settings.deployment().self();
        this.streams = new KafkaStreams(topology, settings.toProperties());
        streams.setUncaughtExceptionHandler(this::failed);
        streams.setStateListener(this::changed);
        streams.setGlobalStateRestoreListener(restoring);
        this.threads = settings.threads();
        this.looking = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name + "-watch");
            thread.setDaemon(true);
            return thread;
        });
        this.metrics = new KafkaStreamsMetrics(streams, Tags.empty(), looking, LOOK_EVERY);
        this.meters = monitor.meters();
        metrics.bindTo(meters);
        looking.scheduleWithFixedDelay(
                this::tellStandstills, LOOK_EVERY.toSeconds(), LOOK_EVERY.toSeconds(), TimeUnit.SECONDS);
        Metric.STREAM_THREADS_FAILED.count(meters, 0, name);
        monitor.probes().add(name, this::standing);
    }

    public void start() {
        streams.start();
    }

    public boolean running() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** Broken when it has stopped for good, or a thread died that nobody replaced; restoring is waiting. */
    public Standing standing() {
        return switch (streams.state()) {
            case RUNNING -> complete() ? Standing.READY : Standing.BROKEN;
            case REBALANCING -> complete() ? Standing.WAITING : Standing.BROKEN;
            case CREATED, PENDING_SHUTDOWN, NOT_RUNNING -> Standing.WAITING;
            case PENDING_ERROR, ERROR -> Standing.BROKEN;
        };
    }

    private boolean complete() {
        try {
            return streams.metadataForLocalThreads().size() >= threads;
        } catch (IllegalStateException e) {
            return true; // it stops just now: the next look sees how
        }
    }

    public KafkaStreams streams() {
        return streams;
    }

    /** Where it is asked about what it keeps; empty when nobody asks. */
    public Optional<HostInfo> self() {
        return self;
    }

    /** Completed when the application has stopped for good without being closed; never, as long as all is well. */
    public CompletionStage<FatalException> failure() {
        return failure.minimalCompletionStage();
    }

    private void changed(KafkaStreams.State next, KafkaStreams.State last) {
        LOG.info("application={} state={} was={}", name, next, last);
        if (next == KafkaStreams.State.ERROR) {
            failure.complete(new FatalException(name + " has stopped; the log says why"));
        }
    }

    private void tellStandstills() {
        restoring.standstills().forEach(standstill -> LOG.warn("application={} {}", name, standstill));
    }

    private StreamThreadExceptionResponse failed(Throwable cause) {
        Optional<FatalException> end = Incurable.of(name, cause);
        if (end.isPresent()) {
            LOG.error("application={} stops: {}", name, end.get().getMessage(), Scrubbed.of(cause));
            failure.complete(end.get());
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        LOG.warn(
                "application={} thread failed and is replaced: {}",
                name,
                Scrubbed.words(RootCause.of(cause)),
                Scrubbed.of(cause));
        Metric.STREAM_THREADS_FAILED.count(meters, name);
        restoring.clear();
        patience.pause();
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** Leaves the group at once, so that others take over without waiting for the session to end. */
    @Override
    public void close() {
        metrics.close();
        looking.shutdownNow();
        streams.close(CloseOptions.timeout(CLOSE_WITHIN)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }
}
