package io.consilium.embedded;

import io.consilium.problem.FatalException;
import io.consilium.topic.KafkaConnection;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import kafka.server.BrokerServer;

/**
 * A Kafka broker and its controller in this JVM, reachable from this machine only.
 *
 * <p>The directory is formatted on first use; after that records, groups and transactions survive a stop, a crash of
 * the JVM included (not of the machine: Kafka does not sync each record). A fault never ends the JVM: it completes
 * {@link #failure()}. Safe for threads.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private final DataDirectory directory;
    private final KRaftNode node;
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
            CrashedBroker.letGo(opened, secured);
            return start(opened, new BoundListeners(port), secured.with(overrides));
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static EmbeddedKafka start(
            DataDirectory directory, BoundListeners listeners, Map<String, String> overrides) {
        EmbeddedKafka kafka = new EmbeddedKafka(directory, new KRaftNode(directory, listeners, overrides));
        kafka.startUp();
        return kafka;
    }

    private EmbeddedKafka(DataDirectory directory, KRaftNode node) {
        this.directory = directory;
        this.node = node;
        this.broker = new BrokerServer(node.shared());
    }

    private void startUp() {
        try {
            node.start();
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
        return node.clientAddress();
    }

    /** The id that the directory got when it was formatted. */
    public String clusterId() {
        return node.clusterId();
    }

    /** Completed by the first fault after which the broker is of no more use; never, as long as all is well. */
    public CompletionStage<FatalException> failure() {
        return node.failure();
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
            node.close();
        }
    }
}
