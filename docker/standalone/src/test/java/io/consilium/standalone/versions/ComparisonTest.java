package io.consilium.standalone.versions;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.record.Case;
import io.consilium.record.ModelUse;
import io.consilium.record.Opinion;
import io.consilium.record.Outcome;
import io.consilium.record.ReviewReason;
import io.consilium.record.Role;
import io.consilium.record.Source;
import io.consilium.record.Verdict;
import io.consilium.record.VerdictStatus;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private final Comparison comparison = new Comparison("attending");

    @Test
    void shouldCountEachVersionOnItsOwnCases() {
        decided("c1", "v1", "left", "left", "left", "right");
        decided("c2", "v1", "left", "right", "right", "left");
        decided("c3", "v2", "right", "right", "right", "right");
        noVerdict("c4", "v2");
        confirm("c1", "right");
        confirm("c1", "A");
        confirm("c2", "right");
        confirm("c3", "B.");
        confirm("c4", "left");

        assertThat(comparison.tallies())
                .containsExactly(new Tally("v1", 2, 2, 1, 1, 2, 1), new Tally("v2", 2, 1, 0, 1, 1, 1));
    }

    @Test
    void shouldCountNothingOfOtherRoles() {
        Comparison other = new Comparison("triage");
        other.add(verdict("c1", "v1").setStatus(VerdictStatus.DECIDED).build());

        assertThat(other.tallies()).isEmpty();
    }

    @Test
    void shouldCountACaseOnceHoweverOftenItIsRead() {
        decided("c1", "v1", "left", "left");
        decided("c1", "v1", "left", "left");

        assertThat(comparison.tallies()).containsExactly(new Tally("v1", 1, 1, 0, 1, 0, 0));
    }

    private void decided(String caseId, String version, String answer, String... opinions) {
        comparison.add(Case.newBuilder()
                .setCaseId(caseId)
                .setSubject("s-1")
                .setReceivedAt(Instant.EPOCH)
                .setQuestion("Which side?")
                .setOptions(List.of("left", "right"))
                .setSource(new Source("test", caseId))
                .build());
        boolean against = Stream.of(opinions).filter(answer::equals).count() * 2 < opinions.length;
        comparison.add(verdict(caseId, version)
                .setStatus(VerdictStatus.DECIDED)
                .setAnswer(answer)
                .setNeedsReview(against ? List.of(ReviewReason.AGAINST_OPINIONS) : List.of())
                .setOpinions(Stream.of(opinions)
                        .map(said -> Opinion.newBuilder()
                                .setSeat(1)
                                .setDoctor("specialist")
                                .setAnswer(said)
                                .setFormatOk(true)
                                .build())
                        .toList())
                .build());
    }

    private void noVerdict(String caseId, String version) {
        comparison.add(
                verdict(caseId, version).setStatus(VerdictStatus.NO_VERDICT).build());
    }

    private static Verdict.Builder verdict(String caseId, String version) {
        ModelUse use = ModelUse.newBuilder()
                .setRole(Role.ATTENDING)
                .setDoctor("attending")
                .setModelVersion(version)
                .build();
        return Verdict.newBuilder()
                .setCaseId(caseId)
                .setSubject("s-1")
                .setSource(new Source("test", caseId))
                .setModels(List.of(use))
                .setPolicyHash("synthetic")
                .setOpenedAt(Instant.EPOCH)
                .setClosedAt(Instant.EPOCH);
    }

    private void confirm(String caseId, String answer) {
        comparison.add(Outcome.newBuilder()
                .setCaseId(caseId)
                .setAnswer(answer)
                .setConfirmedBy("test")
                .setConfirmedAt(Instant.EPOCH)
                .build());
    }
}
