package io.consilium.standalone.service;

import io.consilium.application.Deployment;
import io.consilium.application.StreamsApplication;
import io.consilium.embedded.EmbeddedKafka;
import io.consilium.embedded.EmbeddedRegistry;
import io.consilium.image.ImageStore;
import io.consilium.monitor.Monitor;
import io.consilium.monitor.MonitorServer;
import io.consilium.problem.FatalException;
import io.consilium.query.CaseQueries;
import io.consilium.query.CaseQuery;
import io.consilium.serde.RecordSerdes;
import io.consilium.topic.KafkaConnection;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.TopicCreation;
import io.consilium.worker.Worker;
import io.consilium.worker.WorkerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.state.HostInfo;

/**
 * The whole service in this JVM: broker, registry, intake, journey, feedback, queries and a worker. What it starts it closes, in
 * the opposite order.
 */
public final class Service implements AutoCloseable {
    private static final String WORKER = "worker-1";
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);

    private final ServiceSettings settings;
    private final Monitor monitor;
    private final Assembly assembly = new Assembly();
    private Endpoints endpoints;
    private RecordSerdes serdes;

    private Service(ServiceSettings settings, Monitor monitor) {
        this.settings = settings;
        this.monitor = monitor;
    }

    /**
     * Starts everything and returns when cases are taken.
     *
     * @param staff closed with the service
     */
    public static Service start(ServiceSettings settings, Staff staff) {
        return start(settings, staff, Monitor.of("up", System.getenv()));
    }

    /**
     * @param staff closed with the service
     * @param monitor closed with the service
     */
    public static Service start(ServiceSettings settings, Staff staff, Monitor monitor) {
        Service service = new Service(settings, monitor);
        try {
            service.startAll(staff);
            return service;
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    private void startAll(Staff staff) {
        assembly.opened(monitor);
        assembly.opened(staff);
        makeDataDirectory();
        EmbeddedKafka kafka = assembly.opened(EmbeddedKafka.start(
                settings.data().resolve("kafka"), settings.ports().broker()));
        assembly.watch(kafka.failure());
        EmbeddedRegistry registry = assembly.opened(
                EmbeddedRegistry.start(kafka.connection(), settings.ports().registry()));
        serdes = RecordSerdes.at(registry.url());
        TopicCatalogue catalogue = TopicCatalogue.of(settings.departments(), settings.sources(), settings.partitions());
        createTopics(kafka.connection(), catalogue);
        FirstChampions.publish(staff.versions(), kafka.connection(), serdes, InstantSource.system());
        Parts parts = new Parts(
                kafka.connection(), serdes, settings.departments(), settings.sources(), catalogue, monitor, assembly);
        String queries = start(parts, staff, StoredImages.make(settings.data()));
        endpoints = new Endpoints(kafka.connection(), registry.url(), queries);
        assembly.requireReady(READY_WITHIN);
    }

    /** @return where cases are asked for */
    private String start(Parts parts, Staff staff, ImageStore images) {
        MonitorServer server =
                assembly.opened(MonitorServer.start(settings.ports().queries(), monitor));
        Parts.Running running = new Parts.Running(
                settings.data().resolve("streams"),
                settings.commitInterval(),
                Deployment.ALONE.at(new HostInfo("127.0.0.1", server.port())));
        StreamsApplication intake = parts.intake(images, running);
        StreamsApplication journey = parts.journey(running);
        StreamsApplication feedback = parts.feedback(running);
        Worker worker = parts.worker(
                WorkerSettings.of(WORKER, settings.slots(), parts.kafka()).withConsumers(settings.consumers()),
                staff,
                images);
        intake.start();
        journey.start();
        feedback.start();
        worker.start();
        server.serve(
                CaseQueries.PATH,
                new CaseQueries(CaseQuery.merged(CaseQuery.journey(journey), CaseQuery.feedback(feedback))));
        return server.url();
    }

    /** Completed by the first fault after which a part of the service is of no more use; never, as long as all is well. */
    public CompletionStage<RuntimeException> failure() {
        return assembly.failure();
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    public RecordSerdes serdes() {
        return serdes;
    }

    private static void createTopics(KafkaConnection kafka, TopicCatalogue catalogue) {
        try (Admin admin = Admin.create(kafka.with(Map.of()))) {
            new TopicCreation(admin, (short) 1).create(catalogue);
        }
    }

    private void makeDataDirectory() {
        try {
            Files.createDirectories(settings.data());
            if (Files.getFileStore(settings.data()).supportsFileAttributeView("posix")) {
                // Records and pictures of patients lie below it.
                Files.setPosixFilePermissions(settings.data(), PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            throw new FatalException("the data directory " + settings.data() + " cannot be made: " + e, e);
        }
    }

    /** Closing twice does nothing; a second caller waits for the first. */
    @Override
    public void close() {
        assembly.close();
    }
}
