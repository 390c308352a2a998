package io.consilium.monitor;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Every metric of ours: its name, its labels, what it means. A label's values are few and known beforehand (phases,
 * departments, roles, codes): never a case's id, subject or text, nor the name of a source.
 *
 * <p>A counter says what was worked on. Where a transaction is aborted its work is done again and counted again; the
 * journal says what happened.
 */
public enum Metric {
    CASES_IN("cases.in", "records of the cases topic, by what intake made of them", "record", "outcome"),
    CASES_OPENED("cases.opened", "journeys that began", "priority"),
    CASES_OUT("cases.out", "journeys that ended", "status"),
    CASES_OPEN("cases.open", "journeys under way in this process", "phase"),
    CASE_DURATION("case.duration", "from the opening of a case to its end", "status"),
    CONSULTATIONS("consultations", "consultations that ended, with or without their quorum", "department", "quorum"),
    DEADLINES_HIT("deadlines.hit", "phases that ended by their deadline", "phase"),
    EVENTS_UNMOVED("events.unmoved", "late, repeated or unexpected events that moved nothing", "event"),
    REPLIES("replies", "what sources were told", "kind", "reason"),
    DEAD_LETTERS("dead.letters", "records that could not be used", "application", "reason"),
    STREAM_THREADS_FAILED("stream.threads.failed", "stream threads that failed and were replaced", "application"),
    SAMPLES("samples", "samples written for training"),
    REQUESTS_TAKEN(
            "requests.taken", "requests that the share group delivered first (once) or again", "lane", "delivery"),
    REQUESTS_WAITING("requests.waiting", "requests in this worker that wait for a slot", "lane"),
    REQUESTS_WITH_DOCTORS("requests.with.doctors", "requests in this worker that a doctor works on"),
    BATCH_SIZE("batch.size", "requests with doctors when one more begins, itself included"),
    ANSWERS("answers", "answers, by what they were: answered, no_format, or why the doctor failed", "role", "result"),
    STEP_QUEUE("step.queue", "from the journey's request to the doctor's start", "role", "department"),
    STEP_SERVICE("step.service", "from the doctor's start to its end", "role", "department"),
    TOKENS("tokens", "tokens of prompts and completions", "doctor", "kind"),
    MODEL_SERVED("model.served", "1 for each model version that this worker can answer with", "role", "version"),
    GROUP_LAG("group.lag", "requests that the share group has not been given yet, or not finished", "group", "topic");

    private static final Duration[] DURATIONS = {
        Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50), Duration.ofMillis(100),
        Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(2500),
        Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(1),
        Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofMinutes(15)
    };
    private static final double[] SIZES = {1, 2, 4, 8, 16, 32, 64, 128};

    private final String id;
    private final String about;
    private final List<String> labels;

    Metric(String id, String about, String... labels) {
        this.id = "consilium." + id;
        this.about = about;
        this.labels = List.of(labels);
    }

    /** The name in the registry; Prometheus sees it with underscores and its unit. */
    public String id() {
        return id;
    }

    public String about() {
        return about;
    }

    public List<String> labels() {
        return labels;
    }

    public void count(MeterRegistry meters, String... values) {
        count(meters, 1, values);
    }

    /** Zero makes the counter known before it first counts, so that its first increase is seen. */
    public void count(MeterRegistry meters, double amount, String... values) {
        Counter.builder(id)
                .description(about)
                .tags(tags(values))
                .register(meters)
                .increment(amount);
    }

    /** A negative time, where two hosts' clocks differ, counts as none. */
    public void time(MeterRegistry meters, Duration took, String... values) {
        Timer.builder(id)
                .description(about)
                .tags(tags(values))
                .serviceLevelObjectives(DURATIONS)
                .register(meters)
                .record(took.isNegative() ? Duration.ZERO : took);
    }

    public void measure(MeterRegistry meters, double size, String... values) {
        DistributionSummary.builder(id)
                .description(about)
                .tags(tags(values))
                .serviceLevelObjectives(SIZES)
                .register(meters)
                .record(size);
    }

    /** The labels with their values; in lower case where they are constants. */
    public Tags tags(String... values) {
        if (values.length != labels.size()) {
            throw new IllegalArgumentException(name() + " has the labels " + labels + ", not " + values.length);
        }
        Tags tags = Tags.empty();
        for (int i = 0; i < values.length; i++) {
            tags = tags.and(labels.get(i), values[i]);
        }
        return tags;
    }

    public static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
