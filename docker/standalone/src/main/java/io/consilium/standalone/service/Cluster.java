package io.consilium.standalone.service;

import io.consilium.department.Departments;
import io.consilium.problem.ConfigurationException;
import io.consilium.problem.TransientException;
import io.consilium.record.FeedbackRecord;
import io.consilium.record.JourneyRecord;
import io.consilium.record.Policy;
import io.consilium.serde.RecordSerdes;
import io.consilium.serde.SchemaCheck;
import io.consilium.topic.Application;
import io.consilium.topic.BrokerAccess;
import io.consilium.topic.KafkaConnection;
import io.consilium.topic.Sources;
import io.consilium.topic.Topic;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.TopicCheck;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;

/**
 * The brokers and the registry that a process finds, and what it asks of them before it starts: topics that fit, schemas
 * that are taken, clocks that agree.
 *
 * @param registry its address
 * @param remarks told what is waited for
 */
public record Cluster(
        KafkaConnection kafka, String registry, Departments departments, Sources sources, Consumer<String> remarks) {
    private static final Duration BROKERS_WITHIN = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    RecordSerdes serdes() {
        return RecordSerdes.at(registry, kafka.registry());
    }

    /**
     * What an application may start with. A registry that is away is waited for; all else that is wrong is said at once.
     *
     * @return the catalogue, with as many partitions as the cluster's topics have
     * @throws ConfigurationException with everything that does not fit
     * @throws TransientException when no broker answers
     */
    TopicCatalogue require(Application application) {
        TopicCatalogue catalogue = catalogue();
        List<String> problems = new ArrayList<>();
        try (Admin admin = BrokerAccess.open(kafka, BROKERS_WITHIN)) {
            TopicCheck check = new TopicCheck(admin);
            catalogue = TopicCatalogue.of(
                    departments, sources, check.partitions().orElse(TopicCatalogue.DEFAULT_PARTITIONS));
            problems.addAll(check.problems(catalogue, application));
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(
                    "The topics at " + kafka.bootstrap() + " do not fit the catalogue", problems);
        }
        requireSchemas(application, catalogue);
        ClockCheck.require(registry, InstantSource.system());
        return catalogue;
    }

    private TopicCatalogue catalogue() {
        return TopicCatalogue.of(departments, sources, TopicCatalogue.DEFAULT_PARTITIONS);
    }

    private void requireSchemas(Application application, TopicCatalogue catalogue) {
        SchemaCheck check = serdes().check();
        List<String> problems = new ArrayList<>();
        written(application, catalogue)
                .forEach((topic, types) -> types.forEach(type -> {
                    while (true) {
                        try {
                            check.problem(topic, type).ifPresent(problems::add);
                            return;
                        } catch (TransientException e) {
                            remarks.accept("Waiting for the schema registry at " + registry + ": " + e.getMessage());
                            pause();
                        }
                    }
                }));
        if (!problems.isEmpty()) {
            throw new ConfigurationException("The schema registry does not take what this process writes", problems);
        }
    }

    /** Topics and stores, by the names of their topics. */
    private static Map<String, List<Class<? extends SpecificRecord>>> written(
            Application application, TopicCatalogue catalogue) {
        Map<String, List<Class<? extends SpecificRecord>>> written = new LinkedHashMap<>();
        for (Topic topic : catalogue.topics()) {
            if (topic.writers().contains(application)) {
                written.put(topic.name(), topic.records());
            }
        }
        if (application == Application.JOURNEY) {
            written.put("consilium-journey-journeys-changelog", List.of(JourneyRecord.class));
            written.put("consilium-journey-policies-changelog", List.of(Policy.class));
        } else if (application == Application.FEEDBACK) {
            written.put("consilium-feedback-files-changelog", List.of(FeedbackRecord.class));
        }
        return written;
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("interrupted while the schema registry was waited for", e);
        }
    }
}
