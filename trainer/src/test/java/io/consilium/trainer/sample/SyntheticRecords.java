package io.consilium.trainer.sample;

import io.consilium.record.Image;
import io.consilium.record.ModelUse;
import io.consilium.record.Opinion;
import io.consilium.record.Outcome;
import io.consilium.record.Role;
import io.consilium.record.Sample;
import io.consilium.record.SampleSplit;
import io.consilium.record.VerdictStatus;
import java.time.Instant;
import java.util.List;

/** Made-up records of the samples topic. */
final class SyntheticRecords {
    static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    private SyntheticRecords() {}

    static Sample.Builder sample(String caseId, int revision, String confirmed) {
        Outcome outcome = Outcome.newBuilder()
                .setCaseId(caseId)
                .setAnswer(confirmed)
                .setConfirmedBy("clinician-1")
                .setConfirmedAt(T0)
                .setNote("seen again")
                .build();
        return Sample.newBuilder()
                .setCaseId(caseId)
                .setRevision(revision)
                .setSubject("subject-1")
                .setSplit(SampleSplit.TRAINING)
                .setQuestion("Which side?")
                .setOptions(List.of("left", "right"))
                .setHistory("fell")
                .setOpinions(List.of(
                        new Opinion(1, "specialist", "s1", "left", "saw it", true),
                        new Opinion(2, "specialist", "s1", null, "", false)))
                .setRightShare(0.5)
                .setSeenBy("Surgeon")
                .setStatus(VerdictStatus.DECIDED)
                .setVerdict("left")
                .setReasoning("weighed")
                .setConfirmed(confirmed)
                .setDepartment("Radiologist")
                .setOutcome(outcome)
                .setOutcomes(List.of(outcome))
                .setModels(List.of(new ModelUse(Role.ATTENDING, 0, "attending", "a1")))
                .setPolicyHash("policy-1")
                .setOpenedAt(T0)
                .setClosedAt(T0.plusSeconds(2))
                .setSampledAt(T0.plusSeconds(60));
    }

    static Image stored(String address) {
        return Image.newBuilder().setAddress(address).setSha256("00ff").build();
    }
}
