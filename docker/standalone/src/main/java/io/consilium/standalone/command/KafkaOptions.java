package io.consilium.standalone.command;

import io.consilium.problem.TransientException;
import io.consilium.serde.RecordSerdes;
import io.consilium.topic.KafkaConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the brokers and the registry are, and how a client proves who it is: by default where {@code up} puts them. */
final class KafkaOptions {
    private static final int CONNECT_WITHIN_MS = 2_000;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:9092",
            description = "Kafka addresses, several with commas (default: ${DEFAULT-VALUE})")
    private String bootstrap;

    @Option(
            names = "--registry",
            paramLabel = "URL",
            defaultValue = "http://localhost:8081",
            description = "schema registry address (default: ${DEFAULT-VALUE})")
    private String registry;

    @Option(
            names = "--kafka",
            paramLabel = "FILE",
            description = "properties for every Kafka client: security, time-outs; secrets as $${env:NAME},"
                    + " $${file:PATH:KEY} or $${directory:PATH:FILE}; schema.registry.* for the registry's client")
    private Path kafka;

    String registry() {
        return registry;
    }

    KafkaConnection connection() {
        return connection(bootstrap, kafka);
    }

    /** @throws TransientException when nobody listens there */
    KafkaConnection reached() {
        return reached(bootstrap, kafka);
    }

    RecordSerdes serdes() {
        return RecordSerdes.at(registry, connection().registry());
    }

    /**
     * @param file null where the command line names none
     * @throws TransientException when nobody listens there
     */
    static KafkaConnection reached(String bootstrap, Path file) {
        KafkaConnection connection = connection(bootstrap, file);
        for (String address : bootstrap.split(",")) {
            if (listens(address)) {
                return connection;
            }
        }
        throw new TransientException(
                "no service at " + bootstrap + ": start one with 'consilium up', or name it with --bootstrap", null);
    }

    private static KafkaConnection connection(String bootstrap, Path file) {
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
