package io.consilium.standalone.command;

import io.consilium.problem.TransientException;
import io.consilium.serde.RecordSerdes;
import io.consilium.standalone.service.Endpoints;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a command finds the running service: by default where {@code consilium up} puts it. */
final class Connection {
    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--queries",
            defaultValue = "http://localhost:8080",
            description = "case query address (default: ${DEFAULT-VALUE})")
    private String queries;

    /** @throws TransientException when nobody listens there */
    Endpoints endpoints() {
        return new Endpoints(kafka.reached(), kafka.registry(), queries);
    }

    String queries() {
        return queries;
    }

    RecordSerdes serdes() {
        return kafka.serdes();
    }
}
