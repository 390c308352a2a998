package io.consilium.intake;

import io.consilium.digest.Digest;
import io.consilium.record.Case;

/** Names a case: by the sender's id, or by a hash of the source and its message id, so that a resend is the same case. */
public final class CaseId {
    private CaseId() {}

    public static String of(Case published) {
        return published.getCaseId().isEmpty()
                ? Digest.of(
                        published.getSource().getSystem(), published.getSource().getMessageId())
                : published.getCaseId();
    }
}
