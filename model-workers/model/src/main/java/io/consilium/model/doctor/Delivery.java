package io.consilium.model.doctor;

import io.consilium.record.Answer;
import io.consilium.record.Failure;
import io.consilium.record.FailureKind;
import io.consilium.record.Request;
import java.time.Duration;
import java.time.Instant;

/**
 * A request as one worker received it.
 *
 * @param count how often the broker had delivered the request, from 1
 * @param takenAt when the worker took it
 * @param worker the worker's name
 */
public record Delivery(Request request, int count, Instant takenAt, String worker) {

    /** How long the journey still waits; not positive when it no longer does. */
    public Duration remaining(Instant now) {
        return Duration.between(now, request.getDeadline());
    }

    boolean inTime(Instant now) {
        return now.isBefore(request.getDeadline());
    }

    /** The answer that says why there is none. The message never holds text of the case. */
    public Answer failed(FailureKind kind, String message, Instant now) {
        return failed(kind, message, now, now);
    }

    Answer failed(FailureKind kind, String message, Instant startedAt, Instant finishedAt) {
        return answer(startedAt, finishedAt)
                .setFailure(
                        Failure.newBuilder().setKind(kind).setMessage(message).build())
                .build();
    }

    /** The answer that a model's words are, read as strictly as everywhere. */
    Answer said(Prompt prompt, Speech speech, Instant startedAt, Instant finishedAt) {
        Reply reply = Reply.parse(speech.text());
        return answer(startedAt, finishedAt)
                .setModelName(speech.model())
                .setModelVersion(speech.version())
                .setPromptTemplate(prompt.template())
                .setPromptHash(prompt.hash())
                .setRawText(speech.text())
                .setReasoning(reply.reasoning())
                .setAnswer(reply.answer().orElse(null))
                .setFormatOk(reply.formatOk())
                .setPromptTokens(speech.promptTokens())
                .setCompletionTokens(speech.completionTokens())
                .build();
    }

    /** An answer that holds everything the request already says. */
    public Answer.Builder answer(Instant startedAt, Instant finishedAt) {
        return Answer.newBuilder()
                .setRequestId(request.getRequestId())
                .setCaseId(request.getCaseId())
                .setRole(request.getRole())
                .setDepartment(request.getDepartment().orElse(null))
                .setSeat(request.getSeat())
                .setAttempt(request.getAttempt())
                .setDoctor(request.getDoctor())
                .setSeed(request.getSeed())
                .setTemperature(request.getTemperature())
                .setQueuedAt(takenAt)
                .setStartedAt(startedAt)
                .setFinishedAt(finishedAt)
                .setWorker(worker)
                .setDelivery(count);
    }
}
