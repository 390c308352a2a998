package io.consilium.standalone.chaos;

import io.consilium.problem.ConfigurationException;
import io.consilium.problem.FatalException;
import io.consilium.problem.TransientException;
import io.consilium.topic.BrokerAccess;
import io.consilium.topic.KafkaConnection;
import io.consilium.topic.TopicCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** The service of compose.yml as it already runs on this host; it goes on running when the fleet is closed. */
final class ComposeFleet implements Fleet {
    private static final String OUTSIDE = "9093/tcp";
    private static final String HTTP = "8080/tcp";
    private static final Duration GLANCE = Duration.ofSeconds(1);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private final Docker docker;
    private final Map<String, Container> containers = new LinkedHashMap<>();
    private final KafkaConnection kafka;
    private final String registry;
    private volatile Look last = new Look(System.nanoTime(), Map.of());

    /**
     * What runs.
     *
     * @param at when it was looked up
     * @param pids by container id
     */
    private record Look(long at, Map<String, Long> pids) {}

    /** @throws ConfigurationException with everything that the project lacks */
    ComposeFleet(Docker docker, String project) {
        this.docker = docker;
        Map<String, String> ids = ids(project);
        Map<String, Long> pids = ids.isEmpty() ? Map.of() : pids(ids.values());
        List<String> problems = new ArrayList<>();
        names().forEach(name -> {
            String service = service(name);
            String id = ids.getOrDefault(service, "");
            long pid = pids.getOrDefault(id, Container.NONE);
            if (pid == Container.NONE) {
                problems.add(service + (id.isEmpty() ? " has no container" : " does not run"));
            }
            Container.Place place = new Container.Place(name, service, id, project + "_default");
            containers.put(name, new Container(docker, place, pid));
        });
        if (!problems.isEmpty()) {
            throw new ConfigurationException(
                    "The compose project " + project + " is not up ('DOCTORS=fixed:20 docker/up' brings it up)",
                    problems);
        }
        this.kafka = KafkaConnection.plain(FaultKind.Targets.BROKERS.stream()
                .map(name -> "localhost:" + published(name, OUTSIDE))
                .collect(Collectors.joining(",")));
        this.registry = "http://localhost:" + published("registry", HTTP);
    }

    /** The pictures' store goes down with everything else, and is otherwise left alone. */
    private static Stream<String> names() {
        return Stream.of(
                        FaultKind.Targets.BROKERS.stream(),
                        Stream.of("registry", "s3"),
                        FaultKind.Targets.STREAMS.stream(),
                        FaultKind.Targets.WORKERS.stream())
                .flatMap(names -> names);
    }

    private static String service(String name) {
        return name.replace("broker-", "kafka-");
    }

    private Map<String, String> ids(String project) {
        return docker.run(
                        "ps",
                        "--all",
                        "--no-trunc",
                        "--filter",
                        "label=com.docker.compose.project=" + project,
                        "--filter",
                        "label=com.docker.compose.oneoff=False",
                        "--format",
                        "{{.Label \"com.docker.compose.service\"}} {{.ID}}")
                .lines()
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(words -> words[0], words -> words[1], (one, other) -> one));
    }

    private Map<String, Long> pids(Iterable<String> ids) {
        List<String> words = new ArrayList<>(List.of("inspect", "--format", "{{.Id}} {{.State.Pid}}"));
        ids.forEach(words::add);
        return docker.run(words.toArray(String[]::new))
                .lines()
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(pair -> pair[0], pair -> Long.valueOf(pair[1])));
    }

    private String published(String name, String port) {
        String format = "{{(index (index .NetworkSettings.Ports \"" + port + "\") 0).HostPort}}";
        return docker.run("inspect", "--format", format, containers.get(name).id());
    }

    /** A container without its network is cut off from peers and clients alike. */
    @Override
    public Set<FaultKind> kinds() {
        Set<FaultKind> kinds = EnumSet.complementOf(EnumSet.of(FaultKind.CUT_CLIENTS, FaultKind.CUT_PEERS));
        if (!containers.get(FaultKind.Targets.BROKERS.get(0)).canFillDisk()) {
            kinds.remove(FaultKind.FILL_DISK);
        }
        return kinds;
    }

    /** It already is, topics and all. */
    @Override
    public void up(TopicCatalogue catalogue) {}

    @Override
    public KafkaConnection kafka() {
        return kafka;
    }

    @Override
    public String registry() {
        return registry;
    }

    @Override
    public Member member(String name) {
        return containers.get(name);
    }

    @Override
    public void start() {
        containers.values().parallelStream().forEach(Container::start);
    }

    @Override
    public void killAll() {
        containers.values().parallelStream().forEach(Container::kill);
    }

    /** Docker has done it already. */
    @Override
    public synchronized List<String> startFallen() {
        if (System.nanoTime() - last.at > GLANCE.toNanos()) {
            long at = System.nanoTime();
            last = new Look(
                    at, pids(containers.values().stream().map(Container::id).toList()));
        }
        return containers.values().stream()
                .filter(one -> one.fell(last.pids.getOrDefault(one.id(), Container.NONE), last.at))
                .map(Container::name)
                .toList();
    }

    @Override
    public int size() {
        return containers.size();
    }

    @Override
    public int running() {
        return (int)
                last.pids.values().stream().filter(pid -> pid != Container.NONE).count();
    }

    @Override
    public void awaitReady(Duration patience, Consumer<String> fallen) {
        long until = System.nanoTime() + patience.toNanos();
        Set<String> unready = new TreeSet<>(containers.keySet());
        while (true) {
            startFallen().forEach(fallen);
            unready.removeIf(this::ready);
            if (unready.isEmpty() && allBrokersServe()) {
                return;
            }
            if (System.nanoTime() > until) {
                throw new FatalException("not ready within " + patience.toSeconds() + " s: " + unready
                        + "; 'docker/up logs' shows what they said");
            }
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }

    private boolean ready(String name) {
        String id = containers.get(name).id();
        return switch (service(name)) {
            case "kafka-1", "kafka-2", "kafka-3" -> docker.does("exec", id, "/opt/consilium/bin/listens", "9092");
            case "s3" -> docker.does("exec", id, "/opt/consilium/bin/listens", "9000");
            case "registry" -> docker.does("exec", id, "/opt/consilium/bin/listens", "8080");
            default -> docker.does("exec", id, "/opt/consilium/bin/probe", "/ready");
        };
    }

    private boolean allBrokersServe() {
        try (Admin admin = BrokerAccess.open(kafka, ANSWER_WITHIN)) {
            return admin.describeCluster().nodes().get().size() == FaultKind.Targets.BROKERS.size();
        } catch (TransientException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FatalException("interrupted while the brokers came back", e);
        }
    }

    @Override
    public void close() {
        containers.values().parallelStream().forEach(Container::restore);
    }
}
