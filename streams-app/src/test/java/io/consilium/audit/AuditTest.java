package io.consilium.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.department.DepartmentsFile;
import io.consilium.record.Answer;
import io.consilium.record.Coordinates;
import io.consilium.record.DeadLetter;
import io.consilium.record.JournalEntry;
import io.consilium.record.Reply;
import io.consilium.record.ReplyKind;
import io.consilium.record.Request;
import io.consilium.record.Sample;
import io.consilium.record.Verdict;
import io.consilium.record.VerdictStatus;
import io.consilium.topic.Sources;
import io.consilium.topic.Topic;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.Topics;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AuditTest {
    private static final TopicCatalogue CATALOGUE = TopicCatalogue.of(DepartmentsFile.bundled(), Sources.bundled(), 2);

    private final List<Found> history = new SyntheticHistory()
            .decided("case-1")
            .confirmed("case-1")
            .refused("case-2")
            .unreadable()
            .decided("case-3")
            .records();

    @Test
    void aHistoryThatIsWholeHolds() {
        Report report = audit(history);

        assertThat(report.violations()).isEmpty();
        assertThat(report.accepted()).isEqualTo(2);
        assertThat(report.decided()).isEqualTo(2);
        assertThat(report.refused()).isEqualTo(1);
        assertThat(report.deadLetters()).isEqualTo(2);
        assertThat(report.samples()).isEqualTo(1);
        assertThat(report.repeatedAnswers()).isEqualTo(2);
    }

    @ParameterizedTest(name = "{0} breaks {2}")
    @MethodSource("lost")
    void whatIsLostIsFound(String what, Predicate<SpecificRecord> lost, List<Rule> broken) {
        List<Found> rest = new ArrayList<>(history);
        Found gone = first(lost);
        rest.remove(gone);

        assertThat(rules(audit(rest))).containsExactlyInAnyOrderElementsOf(broken);
    }

    static Stream<Arguments> lost() {
        return Stream.of(
                of("a lost verdict", Verdict.class, Rule.VERDICTS, Rule.STATES, Rule.SAMPLES),
                of("a lost journal entry", JournalEntry.class, Rule.JOURNAL, Rule.INPUTS, Rule.REQUESTS, Rule.REPLIES),
                of("a lost request", Request.class, Rule.REQUESTS),
                of("a lost answer", Answer.class, Rule.INPUTS),
                of("a lost sample", Sample.class, Rule.SAMPLES),
                of("a lost dead letter", DeadLetter.class, Rule.PUBLISHED, Rule.REPLIES),
                Arguments.of(
                        "a lost rejection",
                        is(Reply.class, one -> one.getKind() == ReplyKind.REJECTED),
                        List.of(Rule.REPLIES)),
                Arguments.of(
                        "a lost verdict reply",
                        is(Reply.class, one -> one.getKind() == ReplyKind.VERDICT),
                        List.of(Rule.REPLIES)));
    }

    @ParameterizedTest(name = "{0} twice breaks {2}")
    @MethodSource("doubled")
    void whatIsThereTwiceIsFound(String what, Predicate<SpecificRecord> doubled, List<Rule> broken) {
        assertThat(rules(audit(with(copy(first(doubled)))))).containsExactlyInAnyOrderElementsOf(broken);
    }

    static Stream<Arguments> doubled() {
        return Stream.of(
                of("a verdict", Verdict.class, Rule.VERDICTS, Rule.STATES),
                of("a journal entry", JournalEntry.class, Rule.JOURNAL, Rule.INPUTS, Rule.REPLIES, Rule.REQUESTS),
                of("a request", Request.class, Rule.REQUESTS),
                of("an answer that no journey took", Answer.class, Rule.INPUTS),
                of("a reply", Reply.class, Rule.REPLIES),
                of("a sample", Sample.class, Rule.SAMPLES),
                of("a dead letter", DeadLetter.class, Rule.DEAD_LETTERS));
    }

    @Test
    void aCaseThatNeverEndsIsFound() {
        assertThat(rules(audit(new SyntheticHistory().opened("case-1").records())))
                .containsExactlyInAnyOrder(Rule.VERDICTS, Rule.JOURNAL);
    }

    @Test
    void anAcceptedCaseThatNobodyPublishedIsFound() {
        assertThat(rules(audit(without(found -> found.at().getTopic().equals(Topics.CASES)))))
                .containsExactlyInAnyOrder(Rule.PUBLISHED, Rule.DEAD_LETTERS, Rule.REPLIES);
    }

    @Test
    void anAcknowledgedRecordThatIsGoneIsFound() {
        Audit audit = new Audit(CATALOGUE, Sources.bundled());
        audit.acknowledged(new Coordinates(Topics.CASES, 0, 0L));
        audit.acknowledged(new Coordinates(Topics.CASES, 0, 99L));

        assertThat(finished(audit, history).violations())
                .singleElement()
                .satisfies(violation -> assertThat(violation.about()).isEqualTo("cases-0-99"));
    }

    @Test
    void anUnreadableRecordWithoutDeadLetterIsFound() {
        assertThat(rules(audit(without(found -> found.record().orElse(null) instanceof DeadLetter letter
                        && letter.getCode().equals("UNKNOWN_SCHEMA")))))
                .containsExactly(Rule.DEAD_LETTERS);
    }

    @Test
    void aDeadLetterWithOtherBytesIsFound() {
        Found found = first(is(DeadLetter.class, one -> true));
        DeadLetter changed = DeadLetter.newBuilder((DeadLetter) found.record().orElseThrow())
                .setValue(ByteBuffer.allocate(1))
                .build();

        assertThat(rules(audit(replaced(found, changed)))).containsExactly(Rule.DEAD_LETTERS);
    }

    @Test
    void aReplyThatSaysOtherwiseThanTheVerdictIsFound() {
        Found reply = first(is(Reply.class, one -> one.getKind() == ReplyKind.VERDICT));
        Reply told = (Reply) reply.record().orElseThrow();
        Verdict other = Verdict.newBuilder(told.getVerdict().orElseThrow())
                .setAnswer("no")
                .build();
        Reply changed = Reply.newBuilder(told).setVerdict(other).build();

        assertThat(rules(audit(replaced(reply, changed)))).containsExactly(Rule.STATES);
    }

    @Test
    void aVerdictThatTheJournalDidNotConcludeIsFound() {
        Found found = first(is(Verdict.class, one -> true));
        Verdict changed = Verdict.newBuilder((Verdict) found.record().orElseThrow())
                .setStatus(VerdictStatus.CANCELLED)
                .build();

        assertThat(rules(audit(replaced(found, changed)))).containsExactlyInAnyOrder(Rule.STATES);
    }

    @Test
    void anAnswerThatWasTakenTwiceIsFound() {
        Found again = history.stream()
                .filter(found -> found.record().orElse(null) instanceof JournalEntry entry
                        && entry.getEvent().equals("Radiologist seat 1 answered")
                        && entry.getFrom().equals(entry.getTo())
                        && entry.getSequence() == 3)
                .skip(1)
                .findFirst()
                .orElseThrow();
        List<Found> changed = new ArrayList<>(history);
        for (int i = history.indexOf(again); i < history.size(); i++) {
            if (history.get(i).record().orElse(null) instanceof JournalEntry entry
                    && entry.getCaseId().equals("case-1")) {
                changed.set(
                        i,
                        found(
                                history.get(i),
                                JournalEntry.newBuilder(entry)
                                        .setSequence(entry.getSequence() + 1)
                                        .build()));
            }
        }

        assertThat(rules(audit(changed))).containsExactly(Rule.REQUESTS);
    }

    @Test
    void anAnswerOfAnotherVersionThanThePinnedOneIsFound() {
        Found found = first(is(Answer.class, one -> true));
        Answer changed = Answer.newBuilder((Answer) found.record().orElseThrow())
                .setModelVersion("other")
                .build();

        assertThat(rules(audit(replaced(found, changed)))).containsExactly(Rule.REQUESTS);
    }

    private static <T extends SpecificRecord> Arguments of(String what, Class<T> type, Rule... broken) {
        return Arguments.of(what, is(type, one -> true), List.of(broken));
    }

    private static <T extends SpecificRecord> Predicate<SpecificRecord> is(Class<T> type, Predicate<T> which) {
        return record -> type.isInstance(record) && which.test(type.cast(record));
    }

    private Found first(Predicate<SpecificRecord> which) {
        return history.stream()
                .filter(found -> found.record().filter(which).isPresent())
                .findFirst()
                .orElseThrow();
    }

    private List<Found> without(Predicate<Found> gone) {
        return history.stream().filter(gone.negate()).toList();
    }

    private List<Found> with(Found more) {
        return Stream.concat(history.stream(), Stream.of(more)).toList();
    }

    private List<Found> replaced(Found old, SpecificRecord by) {
        return history.stream()
                .map(found -> found == old ? found(old, by) : found)
                .toList();
    }

    private static Found found(Found old, SpecificRecord record) {
        return new Found(old.at(), old.value(), Optional.of(record));
    }

    private static Found copy(Found found) {
        Coordinates at = found.at();
        return new Found(
                new Coordinates(at.getTopic(), at.getPartition(), at.getOffset() + 1000),
                found.value(),
                found.record());
    }

    private static Report audit(List<Found> records) {
        return finished(new Audit(CATALOGUE, Sources.bundled()), records);
    }

    private static Report finished(Audit audit, List<Found> records) {
        for (Topic topic : audit.order()) {
            records.stream()
                    .filter(found -> found.at().getTopic().equals(topic.name()))
                    .forEach(audit::take);
        }
        return audit.finish();
    }

    private static List<Rule> rules(Report report) {
        return report.violations().stream().map(Violation::rule).distinct().toList();
    }
}
