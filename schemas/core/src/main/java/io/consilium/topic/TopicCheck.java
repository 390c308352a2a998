package io.consilium.topic;

import io.consilium.problem.TransientException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the topics on the brokers against the catalogue, and says what does not fit and what to do; changes nothing. */
public final class TopicCheck {
    private static final Logger LOG = LoggerFactory.getLogger(TopicCheck.class);
    private static final String APPLY = "'consilium topics apply'";

    private final Admin admin;

    public TopicCheck(Admin admin) {
        this.admin = admin;
    }

    /** How many partitions the topics have that meet in the journey; empty when there are none yet. */
    public OptionalInt partitions() {
        return descriptions(List.of(Topics.CASES_ACCEPTED)).values().stream()
                .flatMap(Optional::stream)
                .mapToInt(topic -> topic.partitions().size())
                .findFirst();
    }

    /** What keeps an application from its topics: one line each, with the cure. */
    public List<String> problems(TopicCatalogue catalogue, Application application) {
        List<Topic> wanted = catalogue.topics().stream()
                .filter(topic ->
                        topic.writers().contains(application) || topic.readers().contains(application))
                .toList();
        Map<String, Optional<TopicDescription>> found =
                descriptions(wanted.stream().map(Topic::name).toList());
        List<String> problems = new ArrayList<>();
        List<Topic> present = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Topic topic : wanted) {
            Optional<TopicDescription> description = found.get(topic.name());
            if (description.isPresent()) {
                present.add(topic);
                if (meetsOthers(topic)) {
                    wrongPartitions(topic, description.get().partitions().size())
                            .ifPresent(problems::add);
                }
            } else {
                missing.add(topic.name());
            }
        }
        if (!missing.isEmpty()) {
            problems.add("not there, or hidden from this process: " + String.join(", ", missing) + "; " + APPLY
                    + " makes topics and grants access");
        }
        problems.addAll(wrongSettings(present));
        return problems;
    }

    /** All others may have any number of partitions, and get more while the service runs. */
    private static boolean meetsOthers(Topic topic) {
        return topic.readers().contains(Application.JOURNEY) || topic.readers().contains(Application.FEEDBACK);
    }

    private static Optional<String> wrongPartitions(Topic topic, int there) {
        return there == topic.partitions()
                ? Optional.empty()
                : Optional.of(topic.name() + " has " + there + " partitions where " + topic.partitions() + " go with "
                        + Topics.CASES_ACCEPTED + ": the records of a case would not meet in one task. Partitions"
                        + " cannot be taken away: make the topics anew on another cluster");
    }

    private List<String> wrongSettings(List<Topic> topics) {
        Map<ConfigResource, KafkaFuture<Config>> asked = admin.describeConfigs(topics.stream()
                        .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
                        .toList())
                .values();
        Map<String, Config> found = new HashMap<>();
        asked.forEach((resource, config) -> answer(config)
                .ifPresentOrElse(
                        known -> found.put(resource.name(), known),
                        () -> LOG.info("topic={} settings=HIDDEN", resource.name())));
        return topics.stream()
                .filter(topic -> found.containsKey(topic.name()))
                .flatMap(topic -> wrongSettings(topic, found.get(topic.name())).stream())
                .toList();
    }

    private static List<String> wrongSettings(Topic topic, Config there) {
        Map<String, String> wanted = TopicCreation.settings(topic);
        List<String> problems = new ArrayList<>();
        String cleanup = there.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
        if (!cleanup.equals(wanted.get(TopicConfig.CLEANUP_POLICY_CONFIG))) {
            problems.add(wrong(topic, TopicConfig.CLEANUP_POLICY_CONFIG, cleanup, wanted));
        }
        String largest = there.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value();
        if (Integer.parseInt(largest) < topic.maxMessageBytes()) {
            problems.add(wrong(topic, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, largest, wanted));
        }
        return problems;
    }

    private static String wrong(Topic topic, String setting, String there, Map<String, String> wanted) {
        return topic.name() + " has " + setting + "=" + there + ", the catalogue wants " + wanted.get(setting) + "; "
                + APPLY + " sets it";
    }

    private Map<String, Optional<TopicDescription>> descriptions(List<String> names) {
        return admin.describeTopics(names).topicNameValues().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> answer(entry.getValue())));
    }

    /** Empty where there is no such topic, or none that this process may see. */
    private static <T> Optional<T> answer(KafkaFuture<T> asked) {
        try {
            return Optional.of(asked.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException
                    || e.getCause() instanceof AuthorizationException) {
                return Optional.empty();
            }
            throw new TransientException("the brokers do not tell of their topics: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while topics were looked at", e);
        }
    }
}
