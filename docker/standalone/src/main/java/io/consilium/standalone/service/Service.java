package io.consilium.standalone.service;

import io.consilium.application.StreamsApplication;
import io.consilium.application.StreamsSettings;
import io.consilium.embedded.EmbeddedKafka;
import io.consilium.embedded.EmbeddedRegistry;
import io.consilium.feedback.stream.FeedbackSettings;
import io.consilium.feedback.stream.FeedbackTopology;
import io.consilium.image.ImageStore;
import io.consilium.intake.IntakeTopology;
import io.consilium.intake.Limits;
import io.consilium.journey.stream.JourneySettings;
import io.consilium.journey.stream.JourneyTopology;
import io.consilium.problem.FatalException;
import io.consilium.query.CaseQuery;
import io.consilium.query.QueryServer;
import io.consilium.serde.RecordSerdes;
import io.consilium.topic.KafkaConnection;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.TopicCreation;
import io.consilium.worker.Exchange;
import io.consilium.worker.Worker;
import io.consilium.worker.WorkerScope;
import io.consilium.worker.WorkerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.Topology;

/**
 * The whole service in this JVM: broker, registry, intake, journey, feedback, queries and a worker. What it starts it closes, in
 * the opposite order.
 */
public final class Service implements AutoCloseable {
    private static final String WORKER = "worker-1";
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);

    /** Nobody waits for a sample; a transaction costs the same for one record as for many. */
    private static final Duration FEEDBACK_COMMITS = Duration.ofMillis(200);

    private final ServiceSettings settings;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final CompletableFuture<RuntimeException> failure = new CompletableFuture<>();
    private Endpoints endpoints;
    private RecordSerdes serdes;
    private CaseQuery cases;

    private Service(ServiceSettings settings) {
        this.settings = settings;
    }

    /**
     * Starts everything and returns when cases are taken.
     *
     * @param staff closed with the service
     */
    public static Service start(ServiceSettings settings, Staff staff) {
        Service service = new Service(settings);
        try {
            service.startAll(staff);
            return service;
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    private void startAll(Staff staff) {
        opened.push(staff);
        makeDataDirectory();
        EmbeddedKafka kafka = opened(EmbeddedKafka.start(
                settings.data().resolve("kafka"), settings.ports().broker()));
        EmbeddedRegistry registry = opened(
                EmbeddedRegistry.start(kafka.connection(), settings.ports().registry()));
        serdes = RecordSerdes.at(registry.url());
        TopicCatalogue catalogue = TopicCatalogue.of(settings.departments(), settings.sources(), settings.partitions());
        createTopics(kafka.connection(), catalogue);
        endpoints = new Endpoints(kafka.connection(), registry.url(), "");
        FirstChampions.publish(staff.versions(), kafka.connection(), serdes, InstantSource.system());
        ImageStore images = StoredImages.make(settings.data());
        StreamsApplication intake = application(
                "consilium-intake",
                IntakeTopology.build(serdes, catalogue, settings.sources(), images, Limits.DEFAULT));
        StreamsApplication journey = application(
                "consilium-journey",
                JourneyTopology.build(serdes, catalogue, JourneySettings.of(settings.departments())));
        StreamsApplication feedback = application(
                "consilium-feedback",
                FeedbackTopology.build(serdes, catalogue, FeedbackSettings.of(settings.departments())),
                FEEDBACK_COMMITS);
        Exchange exchange = opened(Exchange.start(
                WORKER, settings.departments(), staff.host(), kafka.connection(), serdes, InstantSource.system()));
        Worker worker = opened(worker(staff, images, kafka.connection()));
        kafka.failure().thenAccept(failure::complete);
        intake.failure().thenAccept(failure::complete);
        journey.failure().thenAccept(failure::complete);
        feedback.failure().thenAccept(failure::complete);
        worker.failure().thenAccept(failure::complete);
        exchange.failure().thenAccept(failure::complete);
        intake.start();
        journey.start();
        feedback.start();
        worker.start();
        cases = new CaseQuery(journey.streams(), feedback.streams());
        QueryServer queries = opened(QueryServer.start(settings.ports().queries(), cases::view));
        endpoints = new Endpoints(kafka.connection(), registry.url(), queries.url());
        await(
                "intake, journey, feedback, models and worker",
                () -> intake.running()
                        && journey.running()
                        && feedback.running()
                        && exchange.ready()
                        && worker.ready());
    }

    /** Completed by the first fault after which a part of the service is of no more use; never, as long as all is well. */
    public CompletionStage<RuntimeException> failure() {
        return failure.minimalCompletionStage();
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    public RecordSerdes serdes() {
        return serdes;
    }

    public CaseQuery cases() {
        return cases;
    }

    private Worker worker(Staff staff, ImageStore images, KafkaConnection kafka) {
        return new Worker(
                WorkerSettings.of(WORKER, settings.slots(), kafka).withConsumers(settings.consumers()),
                WorkerScope.everything(settings.departments()),
                settings.departments(),
                staff.doctors(images),
                serdes,
                InstantSource.system());
    }

    private StreamsApplication application(String id, Topology topology) {
        return application(id, topology, settings.commitInterval());
    }

    private StreamsApplication application(String id, Topology topology, Duration commitInterval) {
        StreamsSettings streams = new StreamsSettings(
                id, endpoints.kafka(), settings.data().resolve("streams"), commitInterval, 1, (short) 1);
        return opened(new StreamsApplication(topology, streams));
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

    private static void await(String what, BooleanSupplier ready) {
        long until = System.nanoTime() + READY_WITHIN.toNanos();
        while (!ready.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new FatalException(what + " were not ready within " + READY_WITHIN.toSeconds()
                        + " s; run again with CONSILIUM_LOG=INFO to see why");
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new FatalException("interrupted while starting", e);
            }
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    /** Closing twice does nothing; a second caller waits for the first. */
    @Override
    public synchronized void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                org.slf4j.LoggerFactory.getLogger(Service.class).warn("closing failed: {}", e.toString());
            }
        }
    }
}
