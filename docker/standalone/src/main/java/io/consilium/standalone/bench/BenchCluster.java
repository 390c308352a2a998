package io.consilium.standalone.bench;

import io.consilium.department.DepartmentsFile;
import io.consilium.problem.FatalException;
import io.consilium.serde.RecordSerdes;
import io.consilium.standalone.Consilium;
import io.consilium.standalone.local.Jvm;
import io.consilium.standalone.local.LocalBrokers;
import io.consilium.standalone.local.LocalProcess;
import io.consilium.standalone.local.Ports;
import io.consilium.standalone.service.Endpoints;
import io.consilium.topic.KafkaConnection;
import io.consilium.topic.Replication;
import io.consilium.topic.Sources;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.TopicCreation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;

/**
 * The service as processes of this machine: three brokers, a registry, intake, two instances of the journey, and as many
 * workers as are asked for. Belongs to one thread; any may close it.
 */
final class BenchCluster implements AutoCloseable {
    private static final int BROKERS = 3;
    private static final int PARTITIONS = 4;
    private static final int HEAP_MB = 192;
    private static final int SESSION_MS = 3_000;
    private static final Duration READY_WITHIN = Duration.ofMinutes(5);
    private static final Duration GLANCE = Duration.ofMillis(100);

    private final Path directory;
    private final Jvm jvm = Jvm.likeThisOne();
    private final LocalBrokers brokers;
    private final String registry;
    private final Map<String, LocalProcess> processes = new LinkedHashMap<>();
    private int workers;
    private boolean closed;

    BenchCluster(Path directory) {
        this.directory = directory;
        Ports ports = new Ports();
        this.brokers = new LocalBrokers(BROKERS, directory, ports, jvm);
        this.registry = "http://127.0.0.1:" + ports.free();
    }

    void start() {
        brokers.brokers().forEach(broker -> broker.process().start());
        brokers.awaitServing();
        try (Admin admin = Admin.create(kafka().with(Map.of()))) {
            new TopicCreation(admin, new Replication(BROKERS, BROKERS - 1))
                    .create(TopicCatalogue.of(DepartmentsFile.bundled(), Sources.bundled(), PARTITIONS));
        }
        add("registry", "registry", "--port", registry.substring(registry.lastIndexOf(':') + 1));
        awaitReady();
        add("intake", "intake", "--registry", registry, "--state", state("intake"), "--images", images());
        for (String journey : List.of("journey-1", "journey-2")) {
            String session = String.valueOf(SESSION_MS);
            add(journey, "journey", "--registry", registry, "--state", state(journey), "--session-timeout", session);
        }
        awaitReady();
    }

    /** Starts workers until there are so many. */
    void workers(int count, Duration service, int slots) {
        while (workers < count) {
            String name = "worker-" + ++workers;
            String doctors = "fixed:" + service.toMillis();
            add(
                    name,
                    "worker",
                    "--registry",
                    registry,
                    "--name",
                    name,
                    "--doctors",
                    doctors,
                    "--slots",
                    String.valueOf(slots),
                    "--images",
                    images());
        }
        awaitReady();
    }

    LocalProcess process(String name) {
        return processes.get(name);
    }

    Endpoints endpoints() {
        return new Endpoints(kafka(), registry, "");
    }

    RecordSerdes serdes() {
        return RecordSerdes.at(registry);
    }

    private KafkaConnection kafka() {
        return KafkaConnection.plain(brokers.bootstrap());
    }

    private String state(String name) {
        return directory.resolve(name).resolve("state").toString();
    }

    private String images() {
        return "file:" + directory.resolve("images");
    }

    /** What ends the program may close while another thread still starts. */
    private synchronized void add(String name, String part, String... options) {
        if (closed) {
            throw new FatalException("stopped while processes were started");
        }
        List<String> arguments = new ArrayList<>(List.of("run", part, "--bootstrap", brokers.bootstrap()));
        arguments.addAll(List.of(options));
        try {
            Files.createDirectories(directory.resolve(name));
        } catch (IOException e) {
            throw new FatalException("the directory of " + name + " cannot be made: " + e, e);
        }
        LocalProcess process = new LocalProcess(
                name,
                jvm.command(HEAP_MB, Consilium.class.getName(), arguments),
                Map.of(),
                directory.resolve(name).resolve("out.log"));
        processes.put(name, process);
        process.start();
    }

    private void awaitReady() {
        long until = System.nanoTime() + READY_WITHIN.toNanos();
        for (LocalProcess process : processes.values()) {
            while (!process.said(" is ready at ")) {
                if (process.died() || System.nanoTime() > until) {
                    throw new FatalException(process.name() + " did not become ready; see " + process.log());
                }
                LockSupport.parkNanos(GLANCE.toNanos());
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        processes.values().parallelStream().forEach(LocalProcess::kill);
        brokers.close();
    }
}
