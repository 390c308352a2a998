package io.consilium.standalone.bench;

import io.consilium.department.DepartmentsFile;
import io.consilium.problem.FatalException;
import io.consilium.serde.RecordSerdes;
import io.consilium.standalone.local.Jvm;
import io.consilium.standalone.local.LocalBrokers;
import io.consilium.standalone.local.LocalParts;
import io.consilium.standalone.local.LocalProcess;
import io.consilium.standalone.local.Ports;
import io.consilium.standalone.service.Endpoints;
import io.consilium.topic.Sources;
import io.consilium.topic.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

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

    private final LocalBrokers brokers;
    private final LocalParts parts;
    private final Map<String, LocalProcess> processes = new LinkedHashMap<>();
    private int workers;
    private boolean closed;

    BenchCluster(Path directory) {
        Jvm jvm = Jvm.likeThisOne();
        Ports ports = new Ports();
        this.brokers = new LocalBrokers(BROKERS, directory, ports, jvm);
        this.parts = new LocalParts(directory, jvm, brokers, ports.free());
    }

    void start() {
        brokers.start(TopicCatalogue.of(DepartmentsFile.bundled(), Sources.bundled(), PARTITIONS));
        add(parts.registry(HEAP_MB, Map.of()));
        awaitReady();
        add("intake", "intake", "--state", parts.state("intake"), "--images", parts.images());
        for (String journey : List.of("journey-1", "journey-2")) {
            String session = String.valueOf(SESSION_MS);
            add(journey, "journey", "--state", parts.state(journey), "--session-timeout", session);
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
                    "--name",
                    name,
                    "--doctors",
                    doctors,
                    "--slots",
                    String.valueOf(slots),
                    "--images",
                    parts.images());
        }
        awaitReady();
    }

    LocalProcess process(String name) {
        return processes.get(name);
    }

    Endpoints endpoints() {
        return new Endpoints(brokers.kafka(), parts.registryUrl(), "");
    }

    RecordSerdes serdes() {
        return RecordSerdes.at(parts.registryUrl());
    }

    private void add(String name, String part, String... options) {
        add(parts.part(name, HEAP_MB, Map.of(), part, List.of(options)));
    }

    /** What ends the program may close while another thread still starts. */
    private synchronized void add(LocalProcess process) {
        if (closed) {
            throw new FatalException("stopped while processes were started");
        }
        processes.put(process.name(), process);
        process.start();
    }

    private void awaitReady() {
        long until = System.nanoTime() + READY_WITHIN.toNanos();
        for (LocalProcess process : processes.values()) {
            while (!LocalParts.ready(process)) {
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
