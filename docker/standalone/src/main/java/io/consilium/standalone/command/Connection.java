package io.consilium.standalone.command;

import io.consilium.problem.ConfigurationException;
import io.consilium.problem.TransientException;
import io.consilium.serde.RecordSerdes;
import io.consilium.standalone.service.Endpoints;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Where a command finds the running service: by default where {@code consilium up} puts it. */
final class Connection {
    private static final int CONNECT_WITHIN_MS = 2_000;
    private static final Pattern ADDRESSES = Pattern.compile("[^,:\\s]+:\\d{1,5}(,[^,:\\s]+:\\d{1,5})*");

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
            names = "--queries",
            defaultValue = "http://localhost:8080",
            description = "case query address (default: ${DEFAULT-VALUE})")
    private String queries;

    /** @throws TransientException when nobody listens there */
    Endpoints endpoints() {
        requireListener(bootstrap);
        return new Endpoints(bootstrap, registry, queries);
    }

    String queries() {
        return queries;
    }

    RecordSerdes serdes() {
        return RecordSerdes.at(registry);
    }

    /** @throws TransientException when nobody listens there */
    static void requireListener(String bootstrap) {
        if (!ADDRESSES.matcher(bootstrap).matches()) {
            throw new ConfigurationException(
                    "The broker cannot be found",
                    List.of("--bootstrap is HOST:PORT, several with commas, not " + bootstrap));
        }
        String first = bootstrap.split(",")[0];
        int colon = first.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(first.substring(0, colon), Integer.parseInt(first.substring(colon + 1))),
                    CONNECT_WITHIN_MS);
        } catch (IOException | RuntimeException e) {
            throw new TransientException(
                    "no service at " + bootstrap + ": start one with 'consilium up', or name it with --bootstrap", e);
        }
    }
}
