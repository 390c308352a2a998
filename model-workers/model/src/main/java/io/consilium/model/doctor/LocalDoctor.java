package io.consilium.model.doctor;

import io.consilium.department.DoctorSpec;
import io.consilium.model.vlm.ChatPrompt;
import io.consilium.model.vlm.Completion;
import io.consilium.model.vlm.Sampling;
import io.consilium.record.Answer;
import io.consilium.record.Request;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** A doctor that speaks through a checkpoint in this process. */
final class LocalDoctor implements Doctor {
    private final DoctorSpec.Local spec;
    private final ModelShelf shelf;
    private final PromptBook book;
    private final CasePictures pictures;
    private final InstantSource clock;

    LocalDoctor(DoctorSpec.Local spec, ModelShelf shelf, PromptBook book, CasePictures pictures, InstantSource clock) {
        this.spec = spec;
        this.shelf = shelf;
        this.book = book;
        this.pictures = pictures;
        this.clock = clock;
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public CompletableFuture<Answer> answer(Delivery delivery) {
        Instant started = clock.instant();
        if (!delivery.inTime(started)) {
            return CompletableFuture.completedFuture(Failures.late(delivery, started));
        }
        Lease lease;
        try {
            lease = lease(delivery.request());
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(Failures.answerOrDefect(delivery, e, started, clock.instant()));
        }
        try {
            return ask(delivery, started, lease);
        } catch (RuntimeException e) {
            lease.close();
            return CompletableFuture.completedFuture(Failures.answerOrDefect(delivery, e, started, clock.instant()));
        }
    }

    private Lease lease(Request request) {
        return request.getModelVersion()
                .map(version -> shelf.pinned(spec.model(), version))
                .orElseGet(() -> shelf.current(spec.model()));
    }

    private CompletableFuture<Answer> ask(Delivery delivery, Instant started, Lease lease) {
        Request request = delivery.request();
        Prompt prompt = book.render(request);
        CompletableFuture<Completion> speaking = lease.model()
                .submit(
                        ChatPrompt.of(prompt.system(), pictures.decoded(request), prompt.user()),
                        Sampling.temperature(spec.replyTokens(), request.getTemperature(), request.getSeed()));
        speaking.whenComplete((said, problem) -> lease.close());
        String version = lease.model().version();
        return Limited.by(
                delivery.remaining(clock.instant()),
                speaking,
                (said, problem) -> problem == null
                        ? answer(delivery, started, version, prompt, said)
                        : Failures.answerOrDefect(delivery, problem, started, clock.instant()));
    }

    private Answer answer(Delivery delivery, Instant started, String version, Prompt prompt, Completion said) {
        Speech speech = new Speech(spec.model(), version, said.text(), said.promptTokens(), said.tokens().length);
        return delivery.said(prompt, speech, started, clock.instant());
    }
}
