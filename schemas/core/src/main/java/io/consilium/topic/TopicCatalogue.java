package io.consilium.topic;

import static io.consilium.topic.Application.AUDITOR;
import static io.consilium.topic.Application.CLINICIAN;
import static io.consilium.topic.Application.FEEDBACK;
import static io.consilium.topic.Application.INTAKE;
import static io.consilium.topic.Application.JOURNEY;
import static io.consilium.topic.Application.OPERATOR;
import static io.consilium.topic.Application.SOURCE;
import static io.consilium.topic.Application.STEWARD;
import static io.consilium.topic.Application.TRAINER;
import static io.consilium.topic.Application.WORKER;

import io.consilium.department.Department;
import io.consilium.department.Departments;
import io.consilium.department.Seat;
import io.consilium.record.Answer;
import io.consilium.record.Cancel;
import io.consilium.record.Case;
import io.consilium.record.DeadLetter;
import io.consilium.record.JournalEntry;
import io.consilium.record.ModelChange;
import io.consilium.record.Outcome;
import io.consilium.record.Policy;
import io.consilium.record.Reply;
import io.consilium.record.Republication;
import io.consilium.record.Request;
import io.consilium.record.Sample;
import io.consilium.record.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * Every topic of Consilium, in the order of a case's path. Topic creation, the documentation and the access rules are
 * made from it.
 *
 * <p>The topics that meet in the journey share one number of partitions: a case's records must come together in one
 * task.
 */
public record TopicCatalogue(List<Topic> topics) {
    /** A picture of 5 MB and what surrounds it. */
    public static final int LARGE = 6 << 20;

    /** Enough for two cores; each partition that a commit touches costs the broker a marker. */
    public static final int DEFAULT_PARTITIONS = 2;

    private static final int SMALL = 1 << 20;
    private static final String CASE_ID = "case id";
    /** Who was away for longer reads what is missed from tiered storage. */
    private static final Duration ON_BROKERS = Duration.ofDays(7);

    private static final Retention WEEK = new Retention.Delete(Duration.ofDays(7));
    private static final Retention HALF_YEAR = new Retention.Delete(Duration.ofDays(180), ON_BROKERS);
    private static final Retention TEN_YEARS = new Retention.Delete(Duration.ofDays(3653), ON_BROKERS);
    private static final Retention LATEST = new Retention.Compact();
    private static final Retention FOR_EVER = new Retention.Keep();

    /**
     * @param partitions of every topic that meets in the journey; topics of requests have a quarter of it, because share
     *     groups let many workers read one partition, and each partition costs the broker
     */
    public static TopicCatalogue of(Departments departments, Sources sources, int partitions) {
        List<Topic> topics = new ArrayList<>();
        topics.add(new Topic(
                Topics.CASES,
                "Cases and their cancellations, as sources publish them.",
                "any; the sender's partitioning does not matter",
                List.of(Case.class, Cancel.class),
                partitions,
                WEEK,
                LARGE,
                List.of(SOURCE),
                List.of(INTAKE, AUDITOR)));
        topics.add(new Topic(
                Topics.CASES_ACCEPTED,
                "Checked cases, pictures stored; and what closes them.",
                CASE_ID,
                List.of(Case.class, Cancel.class),
                partitions,
                HALF_YEAR,
                SMALL,
                List.of(INTAKE, JOURNEY),
                List.of(JOURNEY, FEEDBACK, AUDITOR)));
        for (Lane lane : Lane.values()) {
            topics.add(requests(Topics.triageRequests(lane), "the triage doctor", partitions));
        }
        topics.add(journeyInput(Topics.TRIAGE_ANSWERS, "What triage said.", partitions, WORKER, List.of(Answer.class)));
        consults(departments, partitions).values().forEach(topics::add);
        topics.add(journeyInput(Topics.OPINIONS, "What specialists said.", partitions, WORKER, List.of(Answer.class)));
        for (Lane lane : Lane.values()) {
            topics.add(requests(Topics.attendingRequests(lane), "the attending physician", partitions));
        }
        topics.add(journeyInput(
                Topics.ATTENDING_ANSWERS,
                "What the attending physician said.",
                partitions,
                WORKER,
                List.of(Answer.class)));
        topics.add(fromJourney(
                Topics.VERDICTS,
                "The end of each journey.",
                partitions,
                HALF_YEAR,
                Verdict.class,
                List.of(FEEDBACK, AUDITOR)));
        for (String source : sources.names()) {
            topics.add(new Topic(
                    Topics.replies(source),
                    "What the source '" + source + "' is told.",
                    CASE_ID,
                    List.of(Reply.class),
                    1,
                    WEEK,
                    SMALL,
                    List.of(INTAKE, JOURNEY),
                    List.of(SOURCE, AUDITOR)));
        }
        topics.add(new Topic(
                Topics.OUTCOMES,
                "What clinicians confirmed.",
                CASE_ID,
                List.of(Outcome.class),
                partitions,
                TEN_YEARS,
                SMALL,
                List.of(CLINICIAN),
                List.of(JOURNEY, FEEDBACK, AUDITOR)));
        topics.add(new Topic(
                Topics.SAMPLES,
                "Cases with their verdicts and confirmed answers, to learn from.",
                CASE_ID,
                List.of(Sample.class),
                partitions,
                TEN_YEARS,
                LARGE,
                List.of(FEEDBACK),
                List.of(TRAINER, AUDITOR)));
        topics.add(fromJourney(
                Topics.JOURNAL,
                "Each transition of each journey.",
                partitions,
                TEN_YEARS,
                JournalEntry.class,
                List.of(AUDITOR)));
        topics.add(new Topic(
                Topics.POLICIES,
                "The text of every policy that a case was opened under.",
                "policy hash",
                List.of(Policy.class),
                1,
                LATEST,
                SMALL,
                List.of(JOURNEY),
                List.of(AUDITOR)));
        topics.add(new Topic(
                Topics.DEAD_LETTERS,
                "Records that could not be used, with the reason; and which of them were sent again.",
                "topic-partition-offset of the record",
                List.of(DeadLetter.class, Republication.class),
                1,
                HALF_YEAR,
                LARGE + SMALL,
                List.of(INTAKE, JOURNEY, FEEDBACK, WORKER, STEWARD),
                List.of(STEWARD, AUDITOR)));
        // Not compacted: who was champion when, and why, is asked years later; a change is small and rare. One
        // partition,
        // because the order of the changes decides which of two decisions counts.
        topics.add(new Topic(
                Topics.MODELS,
                "Every change of the model versions that may be served.",
                "role: the doctor that speaks through the model",
                List.of(ModelChange.class),
                1,
                FOR_EVER,
                SMALL,
                List.of(OPERATOR, WORKER),
                List.of(JOURNEY, WORKER, OPERATOR, AUDITOR)));
        return new TopicCatalogue(List.copyOf(topics));
    }

    /** @throws IllegalArgumentException for a name that is not in the catalogue */
    public Topic topic(String name) {
        return topics.stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no topic '" + name + "' in the catalogue"));
    }

    /** The types of all records, each once, by name. */
    public List<Class<? extends SpecificRecord>> records() {
        return topics.stream()
                .flatMap(topic -> topic.records().stream())
                .distinct()
                .sorted(Comparator.comparing(Class::getSimpleName))
                .toList();
    }

    private static Map<String, Topic> consults(Departments departments, int partitions) {
        Map<String, Topic> topics = new LinkedHashMap<>();
        for (Department department : departments.departments()) {
            for (Seat seat : department.seats()) {
                for (Lane lane : Lane.values()) {
                    String name = Topics.consults(department, seat, lane);
                    topics.putIfAbsent(
                            name, requests(name, "the specialists of department " + department.name(), partitions));
                }
            }
        }
        return topics;
    }

    private static Topic requests(String name, String toWhom, int partitions) {
        String about = (name.endsWith(".urgent") ? "Urgent requests to " : "Requests to ") + toWhom + ".";
        List<Application> readers = List.of(WORKER, AUDITOR);
        return new Topic(
                name,
                about,
                CASE_ID,
                List.of(Request.class),
                Math.max(1, partitions / 4),
                WEEK,
                SMALL,
                List.of(JOURNEY),
                readers);
    }

    private static Topic journeyInput(
            String name,
            String about,
            int partitions,
            Application writer,
            List<Class<? extends SpecificRecord>> records) {
        List<Application> readers = List.of(JOURNEY, AUDITOR);
        return new Topic(name, about, CASE_ID, records, partitions, HALF_YEAR, SMALL, List.of(writer), readers);
    }

    private static Topic fromJourney(
            String name,
            String about,
            int partitions,
            Retention retention,
            Class<? extends SpecificRecord> record,
            List<Application> readers) {
        return new Topic(
                name, about, CASE_ID, List.of(record), partitions, retention, SMALL, List.of(JOURNEY), readers);
    }
}
