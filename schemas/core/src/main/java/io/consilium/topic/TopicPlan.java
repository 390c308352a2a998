package io.consilium.topic;

import io.consilium.problem.ConfigurationException;
import io.consilium.problem.FatalException;
import io.consilium.problem.TransientException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;

/**
 * What must change so that the broker's topics are those of the catalogue. Topics that the catalogue does not know are
 * left alone, and none is ever deleted.
 *
 * @param missing to be created
 * @param settings to be changed
 * @param misfits what cannot be changed while records lie there, each with what to do
 */
public record TopicPlan(List<Topic> missing, List<Setting> settings, List<String> misfits) {

    /** A setting of a topic that is not as it should be. */
    public record Setting(String topic, String name, String from, String to) {}

    /**
     * @throws FatalException when this principal may not ask
     * @throws TransientException when the broker does not answer
     */
    public static TopicPlan of(Admin admin, TopicCatalogue catalogue, Replication replication) {
        Set<String> there = BrokerCall.get(() -> admin.listTopics().names().get());
        Map<Boolean, List<Topic>> present =
                catalogue.topics().stream().collect(Collectors.partitioningBy(topic -> there.contains(topic.name())));
        List<ConfigResource> resources =
                present.get(true).stream().map(TopicPlan::resource).toList();
        Map<ConfigResource, Config> configs =
                BrokerCall.get(() -> admin.describeConfigs(resources).all().get());
        List<String> names = present.get(true).stream().map(Topic::name).toList();
        Map<String, TopicDescription> descriptions =
                BrokerCall.get(() -> admin.describeTopics(names).allTopicNames().get());
        List<Setting> settings = new ArrayList<>();
        List<String> misfits = new ArrayList<>();
        for (Topic topic : present.get(true)) {
            settings.addAll(changes(topic, configs.get(resource(topic)), replication));
            misfits.addAll(misfits(topic, descriptions.get(topic.name()), replication));
        }
        return new TopicPlan(present.get(false), settings, misfits);
    }

    public boolean empty() {
        return missing.isEmpty() && settings.isEmpty() && misfits.isEmpty();
    }

    /** @throws ConfigurationException when something does not fit; then nothing is changed */
    public void apply(Admin admin, TopicCatalogue catalogue, Replication replication) {
        if (!misfits.isEmpty()) {
            throw new ConfigurationException("The topics on the broker do not fit the catalogue", misfits);
        }
        new TopicCreation(admin, replication).create(catalogue);
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new LinkedHashMap<>();
        for (Setting setting : settings) {
            changes.computeIfAbsent(
                            new ConfigResource(ConfigResource.Type.TOPIC, setting.topic()), topic -> new ArrayList<>())
                    .add(new AlterConfigOp(new ConfigEntry(setting.name(), setting.to()), AlterConfigOp.OpType.SET));
        }
        BrokerCall.get(() -> admin.incrementalAlterConfigs(changes).all().get());
    }

    private static List<Setting> changes(Topic topic, Config config, Replication replication) {
        List<Setting> changes = new ArrayList<>();
        new TreeMap<>(TopicCreation.settings(topic, replication)).forEach((name, wanted) -> {
            String found = config.get(name).value();
            if (!wanted.equals(found)) {
                changes.add(new Setting(topic.name(), name, found, wanted));
            }
        });
        return changes;
    }

    private static List<String> misfits(Topic topic, TopicDescription found, Replication replication) {
        List<String> misfits = new ArrayList<>();
        int partitions = found.partitions().size();
        if (partitions != topic.partitions()) {
            misfits.add(topic.name() + " has " + partitions + " partitions, the catalogue wants " + topic.partitions()
                    + ": start with the number that is there (--partitions), cases in flight are bound to it");
        }
        int copies = found.partitions().get(0).replicas().size();
        if (copies != replication.factor()) {
            misfits.add(topic.name() + " has " + copies + " copies, " + replication.factor()
                    + " are wanted: move it with kafka-reassign-partitions, or say --replication " + copies);
        }
        return misfits;
    }

    private static ConfigResource resource(Topic topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }
}
