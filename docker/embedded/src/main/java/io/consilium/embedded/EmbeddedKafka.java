package io.consilium.embedded;

import io.consilium.problem.FatalException;
import io.consilium.topic.KafkaConnection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.raft.QuorumConfig;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker and its controller in this JVM, reachable from this machine only.
 *
 * <p>The directory is formatted on first use; after that records, groups and transactions survive a stop, a crash of
 * the JVM included (not of the machine: Kafka does not sync each record). A fault never ends the JVM: it completes
 * {@link #failure()}. Safe for threads.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private final DataDirectory directory;
    private final BoundListeners listeners;
    private final BrokerFaults faults = new BrokerFaults();
    private final Metrics metrics;
    private final String clusterId;
    private final ControllerServer controller;
    private final BrokerServer broker;

    /**
     * Starts a broker and returns when it serves clients.
     *
     * @param directory of the data, made when absent; one running broker per directory
     * @param port for clients; 0 for any that is free
     * @throws FatalException when it cannot start; the message says what to do
     */
    public static EmbeddedKafka start(Path directory, int port) {
        return start(directory, port, Map.of());
    }

    /** @param overrides broker settings that differ from the embedded ones, by Kafka's names */
    public static EmbeddedKafka start(Path directory, int port, Map<String, String> overrides) {
        return start(directory, port, overrides, Secured.NOT);
    }

    /** @param secured how clients prove who they are; passwords count when the directory is formatted */
    public static EmbeddedKafka start(Path directory, int port, Map<String, String> overrides, Secured secured) {
        DataDirectory opened = DataDirectory.open(directory, secured);
        try {
            recover(opened, secured);
            return start(opened, new BoundListeners(port), secured.with(overrides));
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** After a crash: starts where no client can see it, waits until the old session has ended, stops in order. */
    private static void recover(DataDirectory directory, Secured secured) {
        if (directory.crashed()) {
            LoggerFactory.getLogger(EmbeddedKafka.class).info("event=broker-recovery directory={}", directory.logs());
            start(directory, new BoundListeners(0), secured.with(BrokerSettings.recovery()))
                    .stop();
        }
    }

    private static EmbeddedKafka start(
            DataDirectory directory, BoundListeners listeners, Map<String, String> overrides) {
        try {
            EmbeddedKafka kafka = new EmbeddedKafka(directory, listeners, overrides);
            kafka.startUp();
            return kafka;
        } catch (RuntimeException e) {
            listeners.close();
            throw e;
        }
    }

    private EmbeddedKafka(DataDirectory directory, BoundListeners listeners, Map<String, String> overrides) {
        this.directory = directory;
        this.listeners = listeners;
        faults.ownExits();
        KafkaConfig config = new KafkaConfig(BrokerSettings.of(directory, listeners, overrides), false);
        var logs = KafkaRaftServer.initializeLogDirs(config, LoggerFactory.getLogger(EmbeddedKafka.class), "");
        clusterId = logs._1().clusterId().orElseThrow();
        metrics = Server.initializeMetrics(config, Time.SYSTEM, clusterId);
        SharedServer shared = new SharedServer(
                config,
                logs._1(),
                Time.SYSTEM,
                metrics,
                CompletableFuture.completedFuture(
                        QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                List.of(),
                faults,
                listeners.factory());
        controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), logs._2());
        broker = new BrokerServer(shared);
    }

    private void startUp() {
        try {
            controller.startup();
            broker.startup();
        } catch (Exception e) { // Scala throws checked exceptions without declaring them
            stop();
            throw new FatalException("The embedded broker did not start: " + e.getMessage(), e);
        }
    }

    /** How clients of this machine connect. */
    public KafkaConnection connection() {
        return KafkaConnection.plain(bootstrap());
    }

    /** Where clients connect: host and port. */
    public String bootstrap() {
        return listeners.clientAddress();
    }

    /** The id that the directory got when it was formatted. */
    public String clusterId() {
        return clusterId;
    }

    /** Completed by the first fault after which the broker is of no more use; never, as long as all is well. */
    public CompletionStage<FatalException> failure() {
        return faults.first();
    }

    /** Stops the broker and gives port and directory free. Closing twice does nothing. */
    @Override
    public void close() {
        try {
            stop();
        } finally {
            directory.close();
        }
    }

    private void stop() {
        try {
            broker.shutdown();
        } finally {
            controller.shutdown();
            metrics.close();
            listeners.close();
        }
    }
}
