package io.consilium.feedback;

import io.consilium.journey.SyntheticCases;
import io.consilium.record.Cancel;
import io.consilium.record.Case;
import io.consilium.record.Image;
import io.consilium.record.ModelUse;
import io.consilium.record.Opinion;
import io.consilium.record.Outcome;
import io.consilium.record.Role;
import io.consilium.record.Source;
import io.consilium.record.Verdict;
import io.consilium.record.VerdictStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Made-up cases with the options left and right, their verdicts and what clinicians confirm. */
public final class SyntheticFeedback {
    public static final Instant OPENED = SyntheticCases.T0;
    public static final Instant CLOSED = OPENED.plusSeconds(2);

    private SyntheticFeedback() {}

    public static Case.Builder caseOf(String caseId) {
        return SyntheticCases.caseOf(caseId)
                .setQuestion("Which side?")
                .setOptions(List.of("left", "right"))
                .setHistory("fell")
                .setImages(List.of(
                        Image.newBuilder().setAddress("a/b").setSha256("00ff").build()));
    }

    /** @param opinions by seat; "" is a reply without an answer */
    public static Verdict.Builder verdict(String caseId, VerdictStatus status, String... opinions) {
        List<Opinion> said = new ArrayList<>();
        for (String answer : opinions) {
            said.add(
                    new Opinion(said.size() + 1, "specialist", "s1", answer.isEmpty() ? null : answer, "saw it", true));
        }
        return Verdict.newBuilder()
                .setCaseId(caseId)
                .setSubject("subject-1")
                .setSource(new Source("demo", "message-" + caseId))
                .setStatus(status)
                .setAnswer(status == VerdictStatus.DECIDED ? "left" : null)
                .setReasoning("weighed")
                .setOpinions(said)
                .setDepartment("Surgeon")
                .setModels(List.of(new ModelUse(Role.ATTENDING, 0, "attending", "a1")))
                .setPolicyHash("policy-1")
                .setOpenedAt(OPENED)
                .setClosedAt(CLOSED);
    }

    public static Verdict decided(String caseId, String... opinions) {
        return verdict(caseId, VerdictStatus.DECIDED, opinions).build();
    }

    /** @param after the verdict */
    public static Outcome.Builder outcome(String caseId, String answer, Duration after) {
        return Outcome.newBuilder()
                .setCaseId(caseId)
                .setAnswer(answer)
                .setConfirmedBy("clinician-1")
                .setConfirmedAt(CLOSED.plus(after));
    }

    public static Cancel supersededBy(String caseId, String by, String system) {
        return Cancel.newBuilder()
                .setCaseId(caseId)
                .setSource(new Source(system, "message-" + by))
                .setCancelledAt(CLOSED)
                .setSupersededBy(by)
                .build();
    }
}
