package io.consilium.embedded;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.consilium.embedded.registry.SchemaRegistry;
import io.consilium.problem.FatalException;
import io.consilium.topic.KafkaConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A schema registry in this JVM that speaks Confluent's protocol for Avro, reachable from this machine only.
 *
 * <p>Everything it knows lies in the compacted topic {@code _schemas}, in Confluent's format: its clients are the
 * genuine ones, and a genuine registry can take its place. A registration is answered when it is safe in the topic. One
 * at a time per broker. Safe for threads.
 */
public final class EmbeddedRegistry implements AutoCloseable {
    private final SchemaRegistry registry;

    private EmbeddedRegistry(SchemaRegistry registry) {
        this.registry = registry;
    }

    /** Starts a registry whose schemas must fit all earlier ones in both directions (FULL_TRANSITIVE). */
    public static EmbeddedRegistry start(KafkaConnection kafka, int port) {
        return start(kafka, port, CompatibilityLevel.FULL_TRANSITIVE);
    }

    /**
     * @param kafka where the topic lies
     * @param port 0 for any that is free
     * @param level for all subjects, unless the topic holds another
     * @throws FatalException when it cannot start; the message says what to do
     */
    public static EmbeddedRegistry start(KafkaConnection kafka, int port, CompatibilityLevel level) {
        return new EmbeddedRegistry(
                new SchemaRegistry(kafka, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), level));
    }

    /** As {@link #start(KafkaConnection, int)}, where others than this machine may reach it too. */
    public static EmbeddedRegistry start(KafkaConnection kafka, InetSocketAddress address) {
        return new EmbeddedRegistry(new SchemaRegistry(kafka, address, CompatibilityLevel.FULL_TRANSITIVE));
    }

    public int port() {
        return registry.port();
    }

    /** The address that clients and serializers take as {@code schema.registry.url}. */
    public String url() {
        return registry.url();
    }

    @Override
    public void close() {
        registry.close();
    }
}
