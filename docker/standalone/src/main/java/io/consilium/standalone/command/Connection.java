package io.consilium.standalone.command;

import io.consilium.problem.TransientException;
import io.consilium.serde.RecordSerdes;
import io.consilium.standalone.service.Endpoints;
import io.consilium.topic.KafkaConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a command finds the running service: by default where {@code consilium up} puts it. */
final class Connection {
    private static final int CONNECT_WITHIN_MS = 2_000;

    @Option(
            names = "--bootstrap",
            defaultValue = "localhost:9092",
            description = "Kafka address (default: ${DEFAULT-VALUE})")
    private String bootstrap;

    @Option(
            names = "--registry",
            defaultValue = "http://localhost:8081",
            description = "schema registry address (default: ${DEFAULT-VALUE})")
    private String registry;

    @Option(
            names = "--kafka",
            paramLabel = "FILE",
            description = "properties for every Kafka client: security, secrets as ${env:NAME} or ${file:PATH:KEY};"
                    + " schema.registry.* for the registry's")
    private Path kafka;

    @Option(
            names = "--queries",
            defaultValue = "http://localhost:8080",
            description = "case query address (default: ${DEFAULT-VALUE})")
    private String queries;

    /** @throws TransientException when nobody listens there */
    Endpoints endpoints() {
        return new Endpoints(reach(bootstrap, kafka), registry, queries);
    }

    String queries() {
        return queries;
    }

    RecordSerdes serdes() {
        return RecordSerdes.at(registry, settings().registry());
    }

    private KafkaConnection settings() {
        return settings(bootstrap, kafka);
    }

    /** @throws TransientException when nobody listens there */
    static KafkaConnection reach(String bootstrap, Path file) {
        KafkaConnection connection = settings(bootstrap, file);
        for (String address : bootstrap.split(",")) {
            if (listens(address)) {
                return connection;
            }
        }
        throw new TransientException(
                "no service at " + bootstrap + ": start one with 'consilium up', or name it with --bootstrap", null);
    }

    /** @param file null where the command line names none */
    static KafkaConnection settings(String bootstrap, Path file) {
        return file == null ? KafkaConnection.plain(bootstrap) : KafkaConnection.read(bootstrap, file);
    }

    private static boolean listens(String address) {
        int colon = address.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))),
                    CONNECT_WITHIN_MS);
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }
}
