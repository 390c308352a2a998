package io.consilium.standalone.chaos;

import io.consilium.problem.FatalException;
import io.consilium.standalone.local.Jvm;
import io.consilium.standalone.local.LocalBroker;
import io.consilium.standalone.local.LocalBrokers;
import io.consilium.standalone.local.LocalParts;
import io.consilium.standalone.local.LocalProcess;
import io.consilium.standalone.local.Ports;
import io.consilium.topic.KafkaConnection;
import io.consilium.topic.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The service as processes of this machine, which end with the fleet. */
final class LocalFleet implements Fleet {
    private static final int BROKERS = FaultKind.Targets.BROKERS.size();
    private static final int REGISTRY_HEAP_MB = 96;
    private static final int STREAMS_HEAP_MB = 192;
    private static final int WORKER_HEAP_MB = 192;

    /** Twelve processes on few cores are slow to give a sign of life, and slow within a transaction. */
    private static final String SESSION_MS = "10000";

    private static final Duration GLANCE = Duration.ofMillis(200);

    private static final Map<String, String> ENVIRONMENT = Map.of("CONSILIUM_LOG", "INFO");

    private final Path directory;
    private final LocalBrokers brokers;
    private final LocalParts parts;
    private final Map<String, LocalProcess> processes = new LinkedHashMap<>();

    /** @param doctors as {@code consilium run worker --doctors} takes them */
    LocalFleet(Path directory, Jvm jvm, String doctors) {
        this.directory = directory;
        Ports ports = new Ports();
        this.brokers = new LocalBrokers(BROKERS, directory, ports, jvm);
        this.parts = new LocalParts(directory, jvm, brokers, ports.free());
        brokers.brokers().forEach(broker -> processes.put(broker.process().name(), broker.process()));
        processes.put("registry", parts.registry(REGISTRY_HEAP_MB, ENVIRONMENT));
        for (String name : FaultKind.Targets.STREAMS) {
            String part = name.substring(0, name.indexOf('-'));
            List<String> options = new ArrayList<>(List.of("--session-timeout", SESSION_MS));
            options.addAll(List.of("--state", parts.state(name)));
            if (part.equals("intake")) {
                options.addAll(images());
            }
            add(name, STREAMS_HEAP_MB, part, options);
        }
        for (String name : FaultKind.Targets.WORKERS) {
            List<String> options = new ArrayList<>(List.of("--name", name, "--doctors", doctors));
            options.addAll(images());
            options.addAll(List.of("--weights", "file:" + directory.resolve("weights"), "--slots", "64"));
            add(name, WORKER_HEAP_MB, "worker", options);
        }
    }

    private List<String> images() {
        return List.of("--images", parts.images());
    }

    private void add(String name, int heapMb, String part, List<String> options) {
        processes.put(name, parts.part(name, heapMb, ENVIRONMENT, part, options));
    }

    /** A process of this machine reaches all others, so it is cut off from some of them only. */
    @Override
    public Set<FaultKind> kinds() {
        Set<FaultKind> kinds = EnumSet.complementOf(EnumSet.of(FaultKind.CUT_OFF));
        if (!LocalProcess.canFillDisk()) {
            kinds.remove(FaultKind.FILL_DISK);
        }
        return kinds;
    }

    @Override
    public KafkaConnection kafka() {
        return brokers.kafka();
    }

    @Override
    public String registry() {
        return parts.registryUrl();
    }

    @Override
    public void up(TopicCatalogue catalogue) {
        brokers.start(catalogue);
        start();
    }

    @Override
    public void start() {
        processes.values().forEach(LocalProcess::start);
    }

    @Override
    public List<String> startFallen() {
        return processes.values().stream()
                .filter(LocalProcess::died)
                .map(process -> {
                    process.start();
                    return process.name();
                })
                .toList();
    }

    @Override
    public Member member(String name) {
        Optional<LocalBroker> links = brokers.brokers().stream()
                .filter(broker -> broker.process().name().equals(name))
                .findFirst();
        return new LocalMember(processes.get(name), links);
    }

    @Override
    public void killAll() {
        processes.values().parallelStream().forEach(LocalProcess::kill);
    }

    @Override
    public int size() {
        return processes.size();
    }

    @Override
    public int running() {
        return (int) processes.values().stream().filter(LocalProcess::alive).count();
    }

    @Override
    public void awaitReady(Duration patience, Consumer<String> fallen) {
        long until = System.nanoTime() + patience.toNanos();
        brokers.awaitServing();
        while (!unready().isEmpty()) {
            if (System.nanoTime() > until) {
                throw new FatalException("not ready within " + patience.toSeconds() + " s: " + unready()
                        + "; what they said lies in " + directory);
            }
            startFallen().forEach(fallen);
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }

    private List<String> unready() {
        return processes.values().stream()
                .filter(process -> !FaultKind.Targets.BROKERS.contains(process.name()))
                .filter(process -> !LocalParts.ready(process))
                .map(LocalProcess::name)
                .toList();
    }

    @Override
    public void close() {
        processes.values().parallelStream().forEach(LocalProcess::close);
        brokers.close();
    }
}
