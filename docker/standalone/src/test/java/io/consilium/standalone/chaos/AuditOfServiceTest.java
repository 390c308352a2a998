package io.consilium.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consilium.audit.Audit;
import io.consilium.audit.Found;
import io.consilium.audit.Report;
import io.consilium.audit.Rule;
import io.consilium.audit.Violation;
import io.consilium.record.Coordinates;
import io.consilium.record.JournalEntry;
import io.consilium.record.Sample;
import io.consilium.record.Verdict;
import io.consilium.standalone.service.FixedStaff;
import io.consilium.standalone.service.Service;
import io.consilium.standalone.service.ServiceSettings;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit on what a real service wrote: whole it holds, and each loss or repetition is found. */
class AuditOfServiceTest {
    private static final int TURNS = 300;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path data;

    private final List<Found> records = new ArrayList<>();
    private List<Coordinates> acknowledged = List.of();
    private ServiceSettings settings;

    @Test
    void whatAServiceWroteHoldsAndWhatIsTakenFromItOrPutToItIsFound() {
        settings = ServiceSettings.bundled(data);
        drive();

        assertThat(report(records).violations()).isEmpty();
        assertThat(report(records).decided()).isGreaterThan(TURNS / 2);
        assertThat(report(records).deadLetters()).isPositive();
        assertThat(report(records).samples()).isPositive();
        assertThat(rules(without(first(Verdict.class)))).contains(Rule.VERDICTS, Rule.STATES);
        assertThat(rules(with(again(first(Verdict.class))))).contains(Rule.VERDICTS, Rule.STATES);
        assertThat(rules(without(first(JournalEntry.class)))).contains(Rule.JOURNAL, Rule.INPUTS);
        assertThat(rules(without(first(Sample.class)))).contains(Rule.SAMPLES);
        assertThat(rules(without(first(found -> found.at().getTopic().equals(Topics.CASES)))))
                .contains(Rule.PUBLISHED);
        assertThat(rules(without(first(found -> found.at().getTopic().equals(Topics.replies("cli"))))))
                .contains(Rule.REPLIES);
    }

    private void drive() {
        try (Service service = Service.start(
                        settings,
                        new FixedStaff(settings.departments(), Duration.ofMillis(1), InstantSource.system()));
                Ends ends = new Ends(
                        service.endpoints(),
                        service.serdes(),
                        settings.sources().names().stream().map(Topics::replies).toList());
                Driver driver = new Driver(
                        new Traffic(11, "11", settings.sources().names(), Instant.now()),
                        ends,
                        service.endpoints().kafka(),
                        service.serdes())) {
            driver.run(TURNS, TURNS);
            await().atMost(PATIENCE).until(() -> ends.open() == 0 && driver.underWay() == 0);
            new Stillness(service.endpoints().kafka(), catalogue()).await(PATIENCE.toNanos());
            acknowledged = driver.acknowledged();
            new History(service.endpoints().kafka(), service.serdes()).tell(audit().order(), records::add);
        }
    }

    private Report report(List<Found> read) {
        Audit audit = audit();
        acknowledged.forEach(audit::acknowledged);
        audit.order().forEach(topic -> read.stream()
                .filter(found -> found.at().getTopic().equals(topic.name()))
                .forEach(audit::take));
        return audit.finish();
    }

    private List<Rule> rules(List<Found> read) {
        return report(read).violations().stream().map(Violation::rule).toList();
    }

    private Audit audit() {
        return new Audit(catalogue(), settings.sources());
    }

    private TopicCatalogue catalogue() {
        return TopicCatalogue.of(settings.departments(), settings.sources(), settings.partitions());
    }

    private Found first(Class<? extends SpecificRecord> type) {
        return first(found -> found.record().filter(type::isInstance).isPresent());
    }

    private Found first(Predicate<Found> which) {
        return records.stream().filter(which).findFirst().orElseThrow();
    }

    private List<Found> without(Found gone) {
        return records.stream().filter(found -> found != gone).toList();
    }

    private List<Found> with(Found more) {
        return Stream.concat(records.stream(), Stream.of(more)).toList();
    }

    private static Found again(Found found) {
        Coordinates at = found.at();
        return new Found(
                new Coordinates(at.getTopic(), at.getPartition(), at.getOffset() + 1_000_000),
                found.value(),
                found.record());
    }
}
