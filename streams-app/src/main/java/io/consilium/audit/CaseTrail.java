package io.consilium.audit;

import io.consilium.record.JournalEntry;
import io.consilium.record.Sample;
import io.consilium.record.Verdict;
import io.consilium.record.VerdictStatus;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What has been read of one case, and whether it fits together. Belongs to one thread. */
final class CaseTrail {
    private static final String CLOSED = "CLOSED";

    private final BiConsumer<Rule, String> findings;
    private final Map<Owed, Integer> owed = new HashMap<>();
    private boolean accepted;
    private boolean superseded;
    private int verdicts;
    private int verdictHash;
    private Optional<VerdictStatus> status = Optional.empty();
    private int sequence;
    private String phase = "";
    private int confirmed;
    private int revision;

    CaseTrail(BiConsumer<Rule, String> findings) {
        this.findings = findings;
    }

    /** Something that one record says of another: both must be there equally often. */
    private record Owed(Rule rule, String words) {}

    boolean accepted() {
        return accepted;
    }

    Optional<VerdictStatus> status() {
        return status;
    }

    void accept() {
        accepted = true;
    }

    void supersede() {
        superseded = true;
    }

    void confirm() {
        confirmed++;
    }

    /** @param change 1 where it is told of, -1 where it is met */
    void owe(Rule rule, String words, int change) {
        owed.compute(new Owed(rule, words), (key, known) -> {
            int sum = (known == null ? 0 : known) + change;
            return sum == 0 ? null : sum;
        });
    }

    void conclude(Verdict verdict) {
        verdicts++;
        if (verdicts == 1) {
            status = Optional.of(verdict.getStatus());
            verdictHash = hash(verdict);
        }
    }

    void told(Verdict verdict) {
        if (verdicts == 0 || hash(verdict) != verdictHash) {
            findings.accept(Rule.STATES, "a reply tells of another verdict than the topic of verdicts holds");
        }
    }

    private static int hash(Verdict verdict) {
        return Objects.hash(verdict.getStatus(), verdict.getAnswer(), verdict.getClosedAt(), verdict.getPolicyHash());
    }

    /** Whether the entry moved the journey. */
    boolean step(JournalEntry entry) {
        boolean moved = entry.getSequence() == sequence + 1;
        boolean stays = entry.getSequence() == sequence && entry.getFrom().equals(entry.getTo());
        if (!moved && !stays) {
            findings.accept(Rule.JOURNAL, "entry " + entry.getSequence() + " follows entry " + sequence);
        }
        if (!entry.getFrom().equals(phase)) {
            findings.accept(
                    Rule.JOURNAL,
                    "entry " + entry.getSequence() + " begins in " + named(entry.getFrom())
                            + ", the one before ended in " + named(phase));
        }
        if (moved && phase.equals(CLOSED)) {
            findings.accept(Rule.STATES, "entry " + entry.getSequence() + " moves a closed case");
        }
        sequence = entry.getSequence();
        phase = entry.getTo().intern();
        return moved;
    }

    private static String named(String phase) {
        return phase.isEmpty() ? "nothing" : phase;
    }

    void sampled(Sample sample) {
        if (sample.getRevision() != revision + 1) {
            findings.accept(Rule.SAMPLES, "revision " + sample.getRevision() + " follows revision " + revision);
        }
        revision = sample.getRevision();
        if (confirmed == 0 || verdicts == 0) {
            findings.accept(Rule.SAMPLES, "there is a sample, but no verdict that was confirmed");
        }
    }

    void finish() {
        verdict();
        owed.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(Owed::words)))
                .forEach(entry -> findings.accept(
                        entry.getKey().rule(),
                        entry.getKey().words()
                                + (entry.getValue() > 0
                                        ? ": told of " + entry.getValue() + " times more often than met"
                                        : ": met " + -entry.getValue() + " times more often than told of")));
        boolean usable = !superseded
                && status.filter(ended -> ended == VerdictStatus.DECIDED || ended == VerdictStatus.NO_VERDICT)
                        .isPresent();
        if (confirmed > 0 && usable && revision == 0) {
            findings.accept(Rule.SAMPLES, "a clinician confirmed it, but there is no sample");
        }
    }

    private void verdict() {
        if (accepted && verdicts == 0) {
            findings.accept(Rule.VERDICTS, "accepted, but it has no verdict and no explicit no-verdict");
        }
        if (!accepted && verdicts > 0) {
            findings.accept(Rule.VERDICTS, "a verdict without an accepted case");
        }
        if (verdicts > 1) {
            findings.accept(Rule.VERDICTS, verdicts + " verdicts");
        }
        if (accepted && !phase.equals(CLOSED)) {
            findings.accept(Rule.JOURNAL, "accepted, but its journal ends in " + named(phase));
        }
    }
}
