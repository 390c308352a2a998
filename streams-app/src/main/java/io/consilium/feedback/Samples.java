package io.consilium.feedback;

import io.consilium.option.Options;
import io.consilium.record.Case;
import io.consilium.record.FeedbackRecord;
import io.consilium.record.FiledOutcome;
import io.consilium.record.Opinion;
import io.consilium.record.Sample;
import io.consilium.record.Verdict;
import io.consilium.sample.SubjectSplit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Writes samples. Pure. */
final class Samples {
    private Samples() {}

    /**
     * @param file with its case and its verdict
     * @param withdrawn why nobody may learn from it
     */
    static Sample of(FeedbackRecord file, Confirmation confirmation, Optional<String> withdrawn, Instant now) {
        Case theCase = file.getCase$().orElseThrow();
        Verdict verdict = file.getVerdict().orElseThrow();
        OptionalDouble share = rightShare(theCase.getOptions(), confirmation.answer(), verdict.getOpinions());
        return Sample.newBuilder()
                .setCaseId(theCase.getCaseId())
                .setRevision(file.getRevision() + 1)
                .setSubject(theCase.getSubject())
                .setSplit(SubjectSplit.of(theCase.getSubject()))
                .setQuestion(theCase.getQuestion())
                .setOptions(theCase.getOptions())
                .setHistory(theCase.getHistory().orElse(null))
                .setImages(theCase.getImages())
                .setOpinions(verdict.getOpinions())
                .setRightShare(share.isPresent() ? share.getAsDouble() : null)
                .setSeenBy(verdict.getDepartment().orElse(null))
                .setStatus(verdict.getStatus())
                .setVerdict(verdict.getAnswer().orElse(null))
                .setReasoning(verdict.getReasoning())
                .setConfirmed(confirmation.answer())
                .setDepartment(confirmation.department().orElse(null))
                .setOutcome(confirmation.outcome())
                .setOutcomes(file.getOutcomes().stream()
                        .map(FiledOutcome::getOutcome)
                        .toList())
                .setContradicts(contradicts(theCase, file, confirmation).orElse(null))
                .setWithdrawn(withdrawn.orElse(null))
                .setModels(verdict.getModels())
                .setPolicyHash(verdict.getPolicyHash())
                .setOpenedAt(verdict.getOpenedAt())
                .setClosedAt(verdict.getClosedAt())
                .setSampledAt(now)
                .build();
    }

    /** s; an opinion that names no answer is a wrong one. */
    static OptionalDouble rightShare(List<String> options, String truth, List<Opinion> opinions) {
        return opinions.stream()
                .mapToDouble(opinion -> opinion.getAnswer()
                                .filter(said -> Options.agree(options, truth, said))
                                .isPresent()
                        ? 1
                        : 0)
                .average();
    }

    private static Optional<String> contradicts(Case theCase, FeedbackRecord file, Confirmation confirmation) {
        return file.getSampledAnswer()
                .filter(earlier -> !Options.agree(theCase.getOptions(), earlier, confirmation.answer()));
    }
}
