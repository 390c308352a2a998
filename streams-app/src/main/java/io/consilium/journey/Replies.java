package io.consilium.journey;

import io.consilium.record.Reply;
import io.consilium.record.ReplyKind;
import io.consilium.record.Source;
import io.consilium.record.Verdict;
import io.consilium.record.VerdictStatus;
import java.time.Instant;

/** What a source is told. */
public final class Replies {
    private Replies() {}

    public static Reply rejected(String caseId, Source to, String code, String reason, Instant now) {
        return Reply.newBuilder()
                .setCaseId(caseId)
                .setSource(to)
                .setKind(ReplyKind.REJECTED)
                .setCode(code)
                .setReason(reason)
                .setRepliedAt(now)
                .build();
    }

    static Reply verdict(Verdict verdict, Source to, Instant now) {
        boolean decided = verdict.getStatus() == VerdictStatus.DECIDED;
        return Reply.newBuilder()
                .setCaseId(verdict.getCaseId())
                .setSource(to)
                .setKind(decided ? ReplyKind.VERDICT : ReplyKind.NO_VERDICT)
                .setCode(decided ? null : verdict.getStatus().name())
                .setReason(verdict.getReason().orElse(null))
                .setVerdict(verdict)
                .setRepliedAt(now)
                .build();
    }
}
