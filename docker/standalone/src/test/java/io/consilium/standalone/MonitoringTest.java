package io.consilium.standalone;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consilium.monitor.Metric;
import io.consilium.monitor.Trace;
import io.consilium.record.JournalEntry;
import io.consilium.topic.Topics;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the whole service shows of itself after cases that went well and cases that did not: names, traces, and no text. */
class MonitoringTest {
    private static final Path MONITORING = Path.of(System.getProperty("consilium.home"), "docker", "monitoring");
    private static final Pattern NAME = Pattern.compile("\\b(consilium|kafka|jvm|process|system)_[a-z0-9_]+");
    private static final Duration LONG = Duration.ofMinutes(3);

    @TempDir
    private static Path directory;

    private static WatchedService watched;

    @BeforeAll
    static void drive() {
        watched = WatchedService.start(directory);
        new MarkedCases(watched).publishAll();
    }

    @AfterAll
    static void stop() {
        watched.close();
    }

    @Test
    void shouldShowEveryMetricOfTheCatalogueAsTheDocumentationNamesIt() throws IOException {
        await().atMost(LONG).until(() -> shown().stream().anyMatch(name -> name.startsWith("consilium_group_lag")));
        String documented = Files.readString(MONITORING.resolve("metrics.md"));
        for (Metric metric : Metric.values()) {
            String name = metric.id().replace('.', '_');
            assertThat(shown()).as(metric.name()).anyMatch(shown -> shown.startsWith(name));
            assertThat(documented)
                    .containsPattern(
                            "`" + name + "(_total|_seconds)?` \\| " + String.join(", ", metric.labels()) + " \\|");
        }
    }

    @Test
    void shouldKnowEveryMetricOfAlertsAndDashboard() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(MONITORING.resolve("grafana-dashboard.json").toFile());
        Set<String> asked = Stream.concat(
                        dashboard.findValuesAsText("expr").stream(),
                        Files.readAllLines(MONITORING.resolve("alerts.yml")).stream())
                .flatMap(text -> NAME.matcher(text).results().map(found -> found.group()))
                .collect(toSet());

        assertThat(asked).hasSizeGreaterThan(20);
        await().atMost(LONG).untilAsserted(() -> assertThat(shown()).containsAll(asked));
    }

    /** At least, since the work of an aborted transaction is counted again. */
    @Test
    void shouldCountWhatHappened() {
        for (String series : List.of(
                "consilium_cases_out_total{status=\"decided\"}",
                "consilium_cases_out_total{status=\"no_verdict\"}",
                "consilium_consultations_total{department=\"Surgeon\",quorum=\"missed\"}",
                "consilium_deadlines_hit_total{phase=\"awaiting_triage\"}",
                "consilium_answers_total{result=\"internal\",role=\"attending\"}",
                "consilium_dead_letters_total{application=\"worker\",reason=\"UNKNOWN_MAGIC_BYTE\"}",
                "consilium_samples_total",
                "consilium_model_served{role=\"attending\",version=\"scripted-1\"}")) {
            assertThat(watched.sample(series)).as(series).isGreaterThanOrEqualTo(1);
        }
        assertThat(watched.sample("consilium_cases_open{phase=\"awaiting_opinions\"}"))
                .isZero();
    }

    @Test
    void shouldAnswerTheProbesOfARunningService() {
        assertThat(watched.get("/live").statusCode()).isEqualTo(200);
        assertThat(watched.get("/started").statusCode()).isEqualTo(200);
        assertThat(watched.get("/ready").body())
                .contains("\"consilium-intake\":\"READY\"", "\"consilium-journey\":\"READY\"", "\"worker\":\"READY\"");
    }

    @Test
    void shouldFollowACaseFromItsPublicationToItsReplyInOneTrace() {
        String trace = traceOf("urgent");

        await().atMost(LONG).untilAsserted(() -> {
            assertThat(spans(trace).map(SpanData::getName)).contains("publish cases", "intake", "feedback");
            assertThat(values(trace, "consilium.event"))
                    .hasSizeGreaterThanOrEqualTo(6)
                    .containsOnly("case_arrived", "triage_answered", "specialist_answered", "attending_answered");
            assertThat(values(trace, "consilium.role"))
                    .hasSizeGreaterThanOrEqualTo(5)
                    .containsOnly("triage", "specialist", "attending");
        });
        Set<String> ids = spans(trace).map(SpanData::getSpanId).collect(toSet());
        assertThat(spans(trace).filter(span -> !ids.contains(span.getParentSpanId())))
                .extracting(SpanData::getName)
                .containsExactly("publish cases");
        for (String topic : List.of(Topics.VERDICTS, Topics.replies("cli"))) {
            assertThat(watched.records(topic, "urgent").map(MonitoringTest::traceOf))
                    .isNotEmpty()
                    .containsOnly(trace);
        }
    }

    @Test
    void shouldKeepToTheTraceAcrossADeadline() {
        String trace = traceOf("overdue");

        assertThat(spans(trace).flatMap(span -> span.getAttributes().asMap().values().stream()))
                .contains("deadline_passed");
        assertThat(watched.records(Topics.replies("cli"), "overdue").map(MonitoringTest::traceOf))
                .isNotEmpty()
                .containsOnly(trace);
        assertThat(watched.journal("overdue").map(JournalEntry::getTraceId).map(id -> id.orElse("none")))
                .isNotEmpty()
                .containsOnly(trace);
    }

    @Test
    void shouldFollowAnOutcomeToItsSample() {
        assertThat(watched.records(Topics.SAMPLES, "good").map(MonitoringTest::traceOf))
                .isNotEmpty()
                .allSatisfy(trace ->
                        assertThat(spans(trace).map(SpanData::getName)).contains("publish outcomes", "feedback"));
    }

    @Test
    void shouldShowNothingOfACaseInLogsMetricsAndTraces() {
        String shown = String.join("\n", watched.logged())
                + watched.scrape()
                + watched.spans().map(SpanData::toString).reduce("", String::concat);

        assertThat(shown).contains("consilium_cases_in_total", "application=consilium-journey state=RUNNING");
        for (String marker : MarkedCases.markers()) {
            assertThat(shown.lines().filter(line -> line.contains(marker)))
                    .as(marker)
                    .isEmpty();
        }
    }

    private static String traceOf(String caseId) {
        return watched.records(Topics.CASES, caseId)
                .map(MonitoringTest::traceOf)
                .findFirst()
                .orElseThrow();
    }

    private static String traceOf(ConsumerRecord<?, ?> record) {
        return Trace.of(record.headers()).id().orElse("none");
    }

    private static Stream<SpanData> spans(String trace) {
        return watched.spans().filter(span -> span.getTraceId().equals(trace));
    }

    private static Stream<String> values(String trace, String attribute) {
        return spans(trace)
                .map(span -> span.getAttributes().get(AttributeKey.stringKey(attribute)))
                .filter(Objects::nonNull);
    }

    private static Set<String> shown() {
        return watched.scrape()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(NAME::matcher)
                .filter(Matcher::lookingAt)
                .map(Matcher::group)
                .collect(toSet());
    }
}
