package io.consilium.embedded.registry;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.consilium.embedded.registry.Change.LevelSet;
import io.consilium.problem.FatalException;
import io.consilium.topic.KafkaConnection;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The registry's parts, wired: topic, store, rules, routes, HTTP. */
public final class SchemaRegistry implements AutoCloseable {
    private final SchemaLog log;
    private final RegistryServer server;

    /** @param level what holds for all subjects until somebody sets another; what was set before stays */
    public SchemaRegistry(KafkaConnection kafka, InetSocketAddress address, CompatibilityLevel level) {
        SchemaStore store = new SchemaStore();
        log = new SchemaLog(kafka);
        try {
            SchemaWriter writer = new SchemaWriter(log, store);
            writer.inTurn(() -> store.ownLevel(""))
                    .ifPresentOrElse(present -> {}, () -> writer.write(List.of(new LevelSet("", Optional.of(level)))));
            server = new RegistryServer(address, routes(store, writer));
        } catch (RegistryError e) {
            log.close();
            throw new FatalException("The schema registry cannot start: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    public int port() {
        return server.port();
    }

    public String url() {
        return server.url();
    }

    @Override
    public void close() {
        server.close();
        log.close();
    }

    private static List<Route> routes(SchemaStore store, SchemaWriter writer) {
        SubjectRoutes subjects =
                new SubjectRoutes(store, new Registrations(store, writer), new Deletions(store, writer));
        SettingRoutes settings = new SettingRoutes(store, new Settings(store, writer));
        return Stream.of(subjects.routes(), new SchemaRoutes(store).routes(), settings.routes())
                .flatMap(List::stream)
                .toList();
    }
}
