package io.consilium.standalone.local;

import io.consilium.embedded.EveryMemberAssignor;
import io.consilium.problem.FatalException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker, controller too, as a process of its own. Its clients and its peers come to it by links, so that either
 * can be cut off from it.
 */
public final class LocalBroker {
    private static final int HEAP_MB = 256;

    private final int id;
    private final Path directory;
    private final List<Integer> ports;
    private final Link clients;
    private final Link peers;
    private final Link voters;
    private final LocalProcess process;

    LocalBroker(int id, Path directory, Network network, Ports free, Jvm jvm) {
        this.id = id;
        this.directory = directory;
        this.ports = List.of(free.free(), free.free(), free.free());
        this.clients = network.to(ports.get(0));
        this.peers = network.to(ports.get(1));
        this.voters = network.to(ports.get(2));
        this.process = new LocalProcess(
                "broker-" + id,
                jvm.command(HEAP_MB, "kafka.Kafka", List.of(settings().toString())),
                Map.of("KAFKA_LOG", System.getenv().getOrDefault("KAFKA_LOG", "WARN")),
                directory.resolve("out.log"));
    }

    public LocalProcess process() {
        return process;
    }

    String address() {
        return "127.0.0.1:" + clients.port();
    }

    String voter() {
        return id + "@127.0.0.1:" + voters.port();
    }

    /** Its clients reach it no more, and it does not reach them. */
    public void cutOffFromClients() {
        clients.cut();
    }

    /** No peer reaches it any more, as broker or as controller; it still reaches them. */
    public void cutOffFromPeers() {
        peers.cut();
        voters.cut();
    }

    public void mend() {
        clients.mend();
        peers.mend();
        voters.mend();
    }

    /** @param quorum all voters of the cluster */
    void format(String clusterId, String quorum, int replicas) {
        try {
            Files.createDirectories(directory);
            Properties properties = new Properties();
            properties.putAll(listeners(quorum));
            properties.putAll(durable(replicas));
            properties.putAll(small());
            try (Writer writer = Files.newBufferedWriter(settings())) {
                properties.store(writer, "Broker " + id);
            }
            Formatter formatter = new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(id)
                    .setClusterId(clusterId)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(data())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES);
            formatter.addDirectory(data());
            formatter.run();
        } catch (IOException e) {
            throw new FatalException("the directory of broker " + id + " cannot be written: " + e, e);
        } catch (Exception e) { // the formatter's signature
            throw new FatalException("the directory of broker " + id + " cannot be formatted: " + e, e);
        }
    }

    private Path settings() {
        return directory.resolve("broker.properties");
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private Map<String, String> listeners(String quorum) {
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                String.valueOf(id),
                "controller.quorum.voters",
                quorum,
                "controller.listener.names",
                "CONTROLLER",
                "listeners",
                String.format(
                        "CLIENT://127.0.0.1:%d,PEER://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d",
                        ports.get(0), ports.get(1), ports.get(2)),
                "advertised.listeners",
                "CLIENT://127.0.0.1:" + clients.port() + ",PEER://127.0.0.1:" + peers.port()
                        + ",CONTROLLER://127.0.0.1:" + voters.port(),
                "listener.security.protocol.map",
                "CLIENT:PLAINTEXT,PEER:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name",
                "PEER",
                "log.dirs",
                data());
    }

    /** What is acknowledged lies on two brokers at least. */
    private static Map<String, String> durable(int replicas) {
        String all = String.valueOf(replicas);
        String most = String.valueOf(Math.max(1, replicas - 1));
        return Map.of(
                "default.replication.factor", all,
                "min.insync.replicas", most,
                "offsets.topic.replication.factor", all,
                "transaction.state.log.replication.factor", all,
                "transaction.state.log.min.isr", most,
                "share.coordinator.state.topic.replication.factor", all,
                "share.coordinator.state.topic.min.isr", most,
                "unclean.leader.election.enable", "false",
                "auto.create.topics.enable", "false");
    }

    /** Few internal partitions and threads, and short waits for what died. */
    private static Map<String, String> small() {
        Map<String, String> settings = new HashMap<>();
        settings.put("offsets.topic.num.partitions", "6");
        settings.put("transaction.state.log.num.partitions", "6");
        settings.put("share.coordinator.state.topic.num.partitions", "6");
        settings.put("message.max.bytes", String.valueOf(8 << 20));
        settings.put("replica.fetch.max.bytes", String.valueOf(8 << 20));
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20));
        settings.put("log.index.size.max.bytes", String.valueOf(2 << 20));
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "1000");
        settings.put("broker.session.timeout.ms", "9000");
        settings.put("broker.heartbeat.interval.ms", "1000");
        // A busy machine may be slow to start; that is no reason to give up.
        settings.put("initial.broker.registration.timeout.ms", "300000");
        settings.put("controller.quorum.election.timeout.ms", "3000");
        settings.put("controller.quorum.fetch.timeout.ms", "5000");
        settings.put("replica.lag.time.max.ms", "10000");
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        settings.put("group.share.assignors", EveryMemberAssignor.class.getName());
        settings.put("group.share.heartbeat.interval.ms", "1000");
        settings.put("group.share.min.heartbeat.interval.ms", "1000");
        settings.put("group.share.session.timeout.ms", "10000");
        settings.put("group.share.min.session.timeout.ms", "6000");
        return settings;
    }
}
