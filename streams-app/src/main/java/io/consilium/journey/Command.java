package io.consilium.journey;

import io.consilium.record.Cancel;
import io.consilium.record.Reply;
import io.consilium.record.Request;
import io.consilium.record.Verdict;

/** What a journey wants done. */
public sealed interface Command {
    /** What the command is, in words that hold nothing of the case's text. */
    String words();

    /** What the command is, as the hash of a step holds it: ids, versions and answers beside the words. */
    String fingerprint();

    /** Ask a doctor. */
    record Ask(Request request) implements Command {
        @Override
        public String words() {
            String attempt = " attempt " + request.getAttempt();
            return switch (request.getRole()) {
                case TRIAGE -> "ask triage" + attempt;
                case SPECIALIST ->
                    "consult " + request.getDepartment().orElse("") + " seat " + request.getSeat() + attempt;
                case ATTENDING -> "ask attending" + attempt;
            };
        }

        @Override
        public String fingerprint() {
            return words() + " " + request.getRequestId() + " "
                    + request.getModelVersion().orElse("unpinned");
        }
    }

    /** Tell the source. */
    record Tell(Reply reply) implements Command {
        @Override
        public String words() {
            return "tell " + reply.getSource().getSystem() + " " + reply.getKind()
                    + reply.getCode().map(code -> " " + code).orElse("");
        }

        @Override
        public String fingerprint() {
            return words();
        }
    }

    /** Close the case that this one supersedes. */
    record Supersede(Cancel cancel) implements Command {
        @Override
        public String words() {
            return "supersede " + cancel.getCaseId();
        }

        @Override
        public String fingerprint() {
            return words();
        }
    }

    /** Publish how the journey ended. */
    record Conclude(Verdict verdict) implements Command {
        @Override
        public String words() {
            return "conclude " + verdict.getStatus();
        }

        @Override
        public String fingerprint() {
            return words() + " " + verdict.getAnswer().orElse("") + " " + verdict.getNeedsReview();
        }
    }
}
