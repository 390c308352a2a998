package io.consilium.application;

import io.consilium.problem.FatalException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(15);

    private final String name;
    private final Optional<HostInfo> self;
    private final KafkaStreams streams;
    private final CompletableFuture<FatalException> failure = new CompletableFuture<>();
    private final Patience patience = new Patience(Duration.ofMillis(250), Duration.ofSeconds(30));

    public StreamsApplication(Topology topology, StreamsSettings settings) {
        this.name = settings.applicationId();
        this.self = settings.deployment().self();
        this.streams = new KafkaStreams(topology, settings.toProperties());
        streams.setUncaughtExceptionHandler(this::failed);
        streams.setStateListener(this::changed);
    }

    public void start() {
        streams.start();
    }

    public boolean running() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    public KafkaStreams streams() {
        return streams;
    }

    /** Where other instances of it find this one; empty when there are none. */
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

    private StreamThreadExceptionResponse failed(Throwable cause) {
        if (cause instanceof FatalException || cause instanceof Error) {
            LOG.error("application={} stops: {}", name, cause.getMessage(), cause);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        LOG.warn("application={} thread failed and is replaced: {}", name, rootMessage(cause), cause);
        patience.pause();
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private static String rootMessage(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /** Leaves the group at once, so that others take over without waiting for the session to end. */
    @Override
    public void close() {
        streams.close(CloseOptions.timeout(CLOSE_WITHIN)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }
}
