package io.consilium.access;

import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;

import io.consilium.topic.Application;
import io.consilium.topic.Lane;
import io.consilium.topic.Sources;
import io.consilium.topic.Topic;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Who may do what on the broker, made from the topic catalogue. What no rule allows is refused.
 *
 * <p>A principal may read and write the topics that the catalogue gives its application, and knows no others. On top of
 * that a streams application owns the topics, the group and the transactions that bear its name.
 */
public record AccessRules(List<Grant> grants) {
    private static final Set<Application> STREAMS =
            Set.of(Application.INTAKE, Application.JOURNEY, Application.FEEDBACK);

    /** Groups of people who look on. */
    private static final String AUDITS = "audit-";

    public static AccessRules of(TopicCatalogue catalogue, Sources sources) {
        List<Grant> grants = new ArrayList<>();
        for (Application application : Application.values()) {
            if (application != Application.SOURCE) {
                grants.addAll(topics(application, catalogue));
                grants.addAll(beyondTopics(application, catalogue));
            }
        }
        sources.names().forEach(source -> grants.addAll(source(source, catalogue)));
        return new AccessRules(List.copyOf(grants));
    }

    /** The principals, in the order of the grants. */
    public List<String> principals() {
        return grants.stream().map(Grant::principal).distinct().toList();
    }

    private static List<Grant> topics(Application application, TopicCatalogue catalogue) {
        Rules rules = new Rules(application.principal());
        for (Topic topic : catalogue.topics()) {
            boolean reads = topic.readers().contains(application);
            boolean writes = topic.writers().contains(application);
            if (reads) {
                rules.allow(TOPIC, topic.name(), READ);
            }
            if (writes) {
                rules.allow(TOPIC, topic.name(), WRITE);
            }
            if ((reads || writes) && isProcess(application)) {
                rules.allow(TOPIC, topic.name(), DESCRIBE_CONFIGS);
            }
        }
        return rules.grants;
    }

    /** Whether it runs for ever, and therefore checks at its start whether its topics are as they should be. */
    private static boolean isProcess(Application application) {
        return STREAMS.contains(application) || application == Application.WORKER;
    }

    private static List<Grant> beyondTopics(Application application, TopicCatalogue catalogue) {
        Rules rules = new Rules(application.principal());
        String own = application.principal() + "-";
        if (STREAMS.contains(application)) {
            rules.allow(PREFIXED, TOPIC, own, READ, WRITE, CREATE, DESCRIBE_CONFIGS)
                    .allow(GROUP, application.principal(), READ)
                    .allow(PREFIXED, TRANSACTIONAL_ID, own, WRITE);
        }
        switch (application) {
            case WORKER -> {
                // Tells how many partitions the topics of the cluster have.
                rules.allow(TOPIC, Topics.CASES_ACCEPTED, DESCRIBE);
                for (Lane lane : Lane.values()) {
                    rules.allow(GROUP, Groups.workers(lane), READ, DESCRIBE_CONFIGS, ALTER_CONFIGS);
                }
            }
            case STEWARD -> {
                catalogue.topics().stream()
                        .filter(AccessRules::givesDeadLetters)
                        .forEach(topic -> rules.allow(TOPIC, topic.name(), WRITE));
                rules.allow(TRANSACTIONAL_ID, application.principal(), WRITE);
            }
            case REGISTRY -> rules.allow(TOPIC, Topics.SCHEMAS, READ, WRITE, CREATE, DESCRIBE_CONFIGS);
            case AUDITOR -> {
                rules.allow(PREFIXED, GROUP, AUDITS, READ).allow(PREFIXED, GROUP, Application.PREFIX, DESCRIBE);
                for (Lane lane : Lane.values()) {
                    rules.allow(GROUP, Groups.workers(lane), DESCRIBE);
                }
            }
            default -> {}
        }
        return rules.grants;
    }

    /** A source publishes cases, and reads what it is told, alone or with a group that is named as its topic. */
    private static List<Grant> source(String source, TopicCatalogue catalogue) {
        Rules rules = new Rules(Application.SOURCE.principal() + "-" + source);
        for (Topic topic : catalogue.topics()) {
            if (topic.writers().contains(Application.SOURCE)) {
                rules.allow(TOPIC, topic.name(), WRITE);
            }
        }
        return rules.allow(TOPIC, Topics.replies(source), READ).allow(GROUP, Topics.replies(source), READ).grants;
    }

    /** Whether somebody reads the topic who writes dead letters; every reader of the models passes over what is bad. */
    private static boolean givesDeadLetters(Topic topic) {
        return !topic.name().equals(Topics.MODELS) && topic.readers().stream().anyMatch(AccessRules::isProcess);
    }

    /** Collects the grants of one principal. */
    private static final class Rules {
        private final String principal;
        private final List<Grant> grants = new ArrayList<>();

        Rules(String principal) {
            this.principal = principal;
        }

        Rules allow(ResourceType type, String name, AclOperation... operations) {
            return allow(LITERAL, type, name, operations);
        }

        Rules allow(PatternType pattern, ResourceType type, String name, AclOperation... operations) {
            for (AclOperation operation : operations) {
                grants.add(new Grant(principal, type, pattern, name, operation));
            }
            return this;
        }
    }
}
