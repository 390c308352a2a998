package io.consilium.model.doctor;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import io.consilium.department.DoctorSpec;
import io.consilium.record.Answer;
import io.consilium.record.FailureKind;
import io.consilium.record.Request;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * A doctor behind an OpenAI-compatible {@code /chat/completions} address.
 *
 * <p>What may pass (429, 5xx, time-outs, broken connections and responses) is tried again after a pause that doubles,
 * or as long as the server asks for; while too many tries fail the circuit is open and requests fail at once. Nothing is
 * tried beyond the request's deadline.
 */
final class RemoteDoctor implements Doctor {
    private final DoctorSpec.Remote spec;
    private final ApiKey key;
    private final RemoteSettings settings;
    private final HttpClient http;
    private final PromptBook book;
    private final CasePictures pictures;
    private final InstantSource clock;
    private final Backoff backoff;
    private final FailsafeExecutor<ChatApi.Said> asking;

    /** What remote doctors share. */
    record Surroundings(
            RemoteSettings settings,
            HttpClient http,
            PromptBook book,
            CasePictures pictures,
            InstantSource clock,
            RandomGenerator random) {}

    RemoteDoctor(DoctorSpec.Remote spec, ApiKey key, Surroundings surroundings) {
        this.spec = spec;
        this.key = key;
        this.settings = surroundings.settings();
        this.http = surroundings.http();
        this.book = surroundings.book();
        this.pictures = surroundings.pictures();
        this.clock = surroundings.clock();
        this.backoff = new Backoff(settings.firstDelay(), settings.longestDelay(), surroundings.random());
        this.asking = Failsafe.with(retries(), circuit());
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
        try {
            requireModel(delivery.request());
            Prompt prompt = book.render(delivery.request());
            HttpRequest request = request(delivery, prompt, started);
            CompletableFuture<ChatApi.Said> said = asking.getStageAsync(() -> ask(request));
            return Limited.by(
                    delivery.remaining(clock.instant()),
                    said,
                    (reply, problem) -> problem == null
                            ? answer(delivery, started, prompt, reply)
                            : failed(delivery, started, problem));
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(failed(delivery, started, e));
        }
    }

    private void requireModel(Request request) {
        request.getModelVersion()
                .filter(version -> !version.equals(spec.model()))
                .ifPresent(version -> {
                    throw new ModelGoneException("Doctor '" + spec.name() + "' now asks model " + spec.model()
                            + ", not " + version + ", which the case was opened with.");
                });
    }

    private HttpRequest request(Delivery delivery, Prompt prompt, Instant now) {
        byte[] body = ChatApi.body(
                spec.model(), prompt, pictures.encoded(delivery.request()), delivery.request(), spec.replyTokens());
        Duration remaining = delivery.remaining(now);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(spec.url() + "/chat/completions"))
                .timeout(remaining.compareTo(settings.attemptTimeout()) < 0 ? remaining : settings.attemptTimeout())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (key.present()) {
            request.header("Authorization", "Bearer " + key.value());
        }
        return request.build();
    }

    private CompletableFuture<ChatApi.Said> ask(HttpRequest request) {
        // the client's own time-out ends with the headers
        return Limited.by(
                settings.attemptTimeout(),
                http.sendAsync(request, head -> new LimitedBody(settings.maxReplyBytes())),
                (response, problem) -> {
                    if (problem != null) {
                        throw unreachable(Failures.cause(problem));
                    }
                    return ChatApi.said(response, spec.model(), key);
                });
    }

    /** Their messages are our own words: what the client says may quote headers. */
    private RuntimeException unreachable(Throwable problem) {
        if (problem instanceof HttpTimeoutException || problem instanceof TimeoutException) {
            return RemoteException.passing(
                    FailureKind.TIMED_OUT,
                    "The model's server did not answer within "
                            + settings.attemptTimeout().toMillis() + " ms.");
        }
        if (problem instanceof IOException) {
            return RemoteException.passing(
                    FailureKind.UNAVAILABLE,
                    "The connection to the model's server failed ("
                            + problem.getClass().getSimpleName() + ").");
        }
        return new IllegalStateException("asking failed: " + problem.getClass().getName());
    }

    private Answer answer(Delivery delivery, Instant started, Prompt prompt, ChatApi.Said said) {
        Speech speech =
                new Speech(spec.model(), said.model(), said.text(), said.promptTokens(), said.completionTokens());
        return delivery.said(prompt, speech, started, clock.instant());
    }

    private Answer failed(Delivery delivery, Instant started, Throwable problem) {
        Throwable cause = Failures.cause(problem);
        Instant now = clock.instant();
        if (cause instanceof CircuitBreakerOpenException) {
            String message = "The model's server failed too often lately; it is left alone for "
                    + settings.openFor().toSeconds() + " s.";
            return delivery.failed(FailureKind.UNAVAILABLE, message, started, now);
        }
        return Failures.answerOrDefect(delivery, cause, started, now);
    }

    private RetryPolicy<ChatApi.Said> retries() {
        return RetryPolicy.<ChatApi.Said>builder()
                .handleIf(RemoteDoctor::passing)
                .withMaxAttempts(settings.attempts())
                .withDelayFn(context -> backoff.after(context.getAttemptCount(), context.getLastException()))
                .build();
    }

    private CircuitBreaker<ChatApi.Said> circuit() {
        return CircuitBreaker.<ChatApi.Said>builder()
                .handleIf(RemoteDoctor::passing)
                .withFailureThreshold(settings.breakAfter(), 2 * settings.breakAfter())
                .withDelay(settings.openFor())
                .withSuccessThreshold(1)
                .build();
    }

    private static boolean passing(Throwable problem) {
        return Failures.cause(problem) instanceof RemoteException remote && remote.passing();
    }
}
