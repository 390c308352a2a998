package io.consilium.topic;

import io.consilium.problem.ConfigurationException;
import io.consilium.problem.TransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics of the catalogue exist; those that are there already must have the right number of partitions. */
public final class TopicCreation {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Admin admin;
    private final Replication replication;

    /** With as many copies of each record; one of them may be missing when it is written. */
    public TopicCreation(Admin admin, short copies) {
        this(admin, new Replication(copies, Math.max(1, copies - 1)));
    }

    public TopicCreation(Admin admin, Replication replication) {
        this.admin = admin;
        this.replication = replication;
    }

    /**
     * Creates what is missing, and returns when the broker tells everybody of it. Running it again changes nothing; so
     * does running it twice at the same time.
     *
     * @return the names of the topics that were created
     * @throws ConfigurationException when a topic is there with another number of partitions
     */
    public List<String> create(TopicCatalogue catalogue) {
        Set<String> present = BrokerCall.get(() -> admin.listTopics().names().get());
        requireSamePartitions(catalogue, present);
        List<NewTopic> missing = catalogue.topics().stream()
                .filter(topic -> !present.contains(topic.name()))
                .map(this::newTopic)
                .toList();
        List<String> created = new ArrayList<>();
        admin.createTopics(missing).values().forEach((name, creation) -> {
            if (BrokerCall.get(() -> isNew(creation))) {
                created.add(name);
            }
        });
        awaitAll(catalogue.topics().stream().map(Topic::name).toList());
        awaitLeaders(catalogue);
        keepForEver(catalogue, present);
        return created;
    }

    /** False when somebody else was faster. */
    private static boolean isNew(KafkaFuture<Void> creation) throws ExecutionException, InterruptedException {
        try {
            creation.get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw e;
        }
    }

    /** A broker lists a topic some time after its controller has made it. */
    private void awaitAll(List<String> names) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!BrokerCall.get(() -> admin.listTopics().names().get()).containsAll(names)) {
            if (System.nanoTime() > deadline) {
                throw new TransientException(
                        "the broker does not list all topics that it made", new TimeoutException(PATIENCE.toString()));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /**
     * A partition has a leader that takes records some time after its topic is listed. A producer that does not wait for
     * it may see its first batch refused and its second taken: then the first is out of order until it expires.
     */
    private void awaitLeaders(TopicCatalogue catalogue) {
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        for (Topic topic : catalogue.topics()) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                partitions.put(new TopicPartition(topic.name(), partition), OffsetSpec.earliest());
            }
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!led(partitions, deadline)) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** The broker that is asked this time may not have heard yet of what another one lists. */
    private boolean led(Map<TopicPartition, OffsetSpec> partitions, long deadline) {
        try {
            BrokerCall.get(() -> admin.listOffsets(partitions).all().get());
            return true;
        } catch (TransientException e) {
            if (System.nanoTime() > deadline) {
                throw e;
            }
            return false;
        }
    }

    private void requireSamePartitions(TopicCatalogue catalogue, Set<String> present) {
        List<String> names = catalogue.topics().stream()
                .map(Topic::name)
                .filter(present::contains)
                .toList();
        Map<String, TopicDescription> found =
                BrokerCall.get(() -> admin.describeTopics(names).allTopicNames().get());
        List<String> problems = new ArrayList<>();
        found.forEach((name, description) -> {
            int wanted = catalogue.topic(name).partitions();
            int there = description.partitions().size();
            if (wanted != there) {
                problems.add(name + " has " + there + " partitions, the catalogue wants " + wanted
                        + ": start with the number that is there, cases in flight are bound to it");
            }
        });
        if (!problems.isEmpty()) {
            throw new ConfigurationException("The topics on the broker do not fit the catalogue", problems);
        }
    }

    /** A topic that was made when its records were still compacted or deleted must lose no more of them. */
    private void keepForEver(TopicCatalogue catalogue, Set<String> present) {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        catalogue.topics().stream()
                .filter(topic -> topic.retention() instanceof Retention.Keep && present.contains(topic.name()))
                .forEach(topic -> changes.put(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
                        settings(topic, replication).entrySet().stream()
                                .map(setting -> new ConfigEntry(setting.getKey(), setting.getValue()))
                                .map(setting -> new AlterConfigOp(setting, AlterConfigOp.OpType.SET))
                                .toList()));
        if (!changes.isEmpty()) {
            BrokerCall.get(() -> admin.incrementalAlterConfigs(changes).all().get());
        }
    }

    private NewTopic newTopic(Topic topic) {
        return new NewTopic(topic.name(), topic.partitions(), (short) replication.factor())
                .configs(settings(topic, replication));
    }

    static Map<String, String> settings(Topic topic, Replication replication) {
        Map<String, String> settings = settings(topic);
        settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, String.valueOf(replication.minInsync()));
        if (replication.tiered() && topic.retention() instanceof Retention.Delete delete && delete.mayBeTiered()) {
            settings.put(TopicConfig.REMOTE_LOG_STORAGE_ENABLE_CONFIG, "true");
            settings.put(
                    TopicConfig.LOCAL_LOG_RETENTION_MS_CONFIG,
                    String.valueOf(delete.onBrokers().toMillis()));
        }
        return settings;
    }

    /** Those that are the same on every cluster. */
    static Map<String, String> settings(Topic topic) {
        Map<String, String> settings = new HashMap<>();
        settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(topic.maxMessageBytes()));
        if (topic.retention() instanceof Retention.Compact) {
            settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
            return settings;
        }
        long keepMs = topic.retention() instanceof Retention.Delete delete
                ? delete.after().toMillis()
                : Retention.Keep.MS;
        settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        settings.put(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(keepMs));
        return settings;
    }
}
