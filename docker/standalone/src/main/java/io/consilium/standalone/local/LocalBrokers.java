package io.consilium.standalone.local;

import io.consilium.problem.FatalException;
import io.consilium.problem.TransientException;
import io.consilium.topic.KafkaConnection;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.TopicCreation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/** A Kafka cluster of processes on this machine. What is acknowledged to a producer lies on all brokers but one. */
public final class LocalBrokers implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofMinutes(5);
    private static final int ASK_WITHIN_MS = 5_000;

    private final Network network = new Network();
    private final List<LocalBroker> brokers;

    /** Writes what the brokers start with; their processes are started one by one. */
    public LocalBrokers(int count, Path directory, Ports ports, Jvm jvm) {
        brokers = IntStream.rangeClosed(1, count)
                .mapToObj(id -> new LocalBroker(id, directory.resolve("broker-" + id), network, ports, jvm))
                .toList();
        String quorum = brokers.stream().map(LocalBroker::voter).collect(Collectors.joining(","));
        String clusterId = Uuid.randomUuid().toString();
        brokers.forEach(broker -> broker.format(clusterId, quorum, count));
    }

    public List<LocalBroker> brokers() {
        return brokers;
    }

    public String bootstrap() {
        return brokers.stream().map(LocalBroker::address).collect(Collectors.joining(","));
    }

    public KafkaConnection kafka() {
        return KafkaConnection.plain(bootstrap());
    }

    /** Returns when all serve clients and the topics are there, a copy on each broker. */
    public void start(TopicCatalogue catalogue) {
        brokers.forEach(broker -> broker.process().start());
        awaitServing();
        try (Admin admin = Admin.create(kafka().with(Map.of()))) {
            new TopicCreation(admin, (short) brokers.size()).create(catalogue);
        }
    }

    /** Returns when all serve clients; one that ends by itself meanwhile is started again. */
    public void awaitServing() {
        long until = System.nanoTime() + READY_WITHIN.toNanos();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrap(),
                "request.timeout.ms",
                ASK_WITHIN_MS,
                "default.api.timeout.ms",
                ASK_WITHIN_MS);
        try (Admin admin = Admin.create(settings)) {
            while (serving(admin) < brokers.size()) {
                if (System.nanoTime() > until) {
                    throw new FatalException("the brokers did not all start within " + READY_WITHIN.toSeconds() + " s; "
                            + brokers.get(0).process().log() + " and its neighbours say why");
                }
            }
        }
    }

    private int serving(Admin admin) {
        brokers.stream().map(LocalBroker::process).filter(LocalProcess::died).forEach(LocalProcess::start);
        try {
            Thread.sleep(200);
            return admin.describeCluster().nodes().get().size();
        } catch (ExecutionException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("interrupted while the brokers started", e);
        }
    }

    @Override
    public void close() {
        brokers.forEach(broker -> broker.process().close());
        network.close();
    }
}
