package io.consilium.worker;

import io.consilium.model.doctor.Delivery;
import io.consilium.model.doctor.Doctor;
import io.consilium.monitor.Hop;
import io.consilium.monitor.Metric;
import io.consilium.monitor.Trace;
import io.consilium.problem.FatalException;
import io.consilium.problem.PoisonException;
import io.consilium.problem.TransientException;
import io.consilium.record.Answer;
import io.consilium.record.FailureKind;
import io.consilium.record.Request;
import io.consilium.topic.Lane;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * The records that one consumer has delivered and that are not acknowledged yet: reads them, has them answered, has the
 * answers published. A record is settled when its answer or its dead letter lies in Kafka, and not before.
 *
 * <p>Owned by the consumer's thread; doctors and producer report back through a queue. A record that is delivered again
 * while it is held is the same work.
 */
final class Casework {
    private final WorkerSettings settings;
    private final Lane lane;
    private final Tools tools;
    private final InstantSource clock;
    private final BlockingQueue<Event> inbox = new LinkedBlockingQueue<>();
    private final Map<Position, Held> held = new LinkedHashMap<>();

    Casework(WorkerSettings settings, Lane lane, Tools tools, InstantSource clock) {
        this.settings = settings;
        this.lane = lane;
        this.tools = tools;
        this.clock = clock;
    }

    /** Begins with a record, unless it is held already. */
    void take(ConsumerRecord<byte[], byte[]> record) {
        Position at = Position.of(record);
        if (!held.containsKey(at)) {
            Hop hop = tools.tracing().start("answer", SpanKind.CONSUMER, Trace.of(record.headers()));
            Held fresh = new Held(record, clock.instant(), hop);
            held.put(at, fresh);
            tools.meters().took(lane, Outgoing.deliveries(record));
            begin(fresh);
        }
    }

    boolean holds(Position at) {
        return held.containsKey(at);
    }

    /** Whether nothing is held. */
    boolean idle() {
        return held.isEmpty();
    }

    /** Where those lie whose answer or dead letter is in Kafka. */
    List<Position> settled() {
        return held.entrySet().stream()
                .filter(entry -> entry.getValue().settled())
                .map(Map.Entry::getKey)
                .toList();
    }

    void forget(Position at) {
        held.remove(at);
    }

    void forgetSettledBefore(Instant time) {
        held.values().removeIf(one -> one.settledBefore(time));
    }

    /** Gives up what no doctor has begun with and returns where it lies. */
    List<Position> giveUpUntouched() {
        List<Position> untouched = new ArrayList<>();
        held.forEach((at, one) -> {
            if (one.withdraw()) {
                untouched.add(at);
            }
        });
        untouched.forEach(at -> held.remove(at).hop().close());
        return untouched;
    }

    /** Gives up everything that is not settled. */
    void giveUp() {
        held.values().forEach(one -> {
            one.ticket().ifPresent(Desk.Ticket::cancel);
            one.hop().close();
        });
        held.values().removeIf(one -> !one.settled());
    }

    /** Wakes {@link #work}; for any thread. */
    void poke() {
        inbox.add(new Event.Poke());
    }

    /** Waits until something happens, at most so long, and does what has become due. */
    void work(Duration atMost) throws InterruptedException {
        Event first = inbox.poll(nextRetry(atMost).toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
            List<Event> events = new ArrayList<>();
            events.add(first);
            inbox.drainTo(events);
            events.forEach(this::on);
        }
        retryDue();
    }

    private Duration nextRetry(Duration atMost) {
        Instant now = clock.instant();
        return held.values().stream()
                .flatMap(one -> one.retryAt().stream())
                .map(due -> Duration.between(now, due))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
                .reduce(atMost, (one, other) -> one.compareTo(other) < 0 ? one : other);
    }

    private void retryDue() {
        Instant now = clock.instant();
        List<Held> due = held.values().stream()
                .filter(one -> one.retryAt().filter(at -> !at.isAfter(now)).isPresent())
                .toList();
        due.forEach(one -> {
            if (one.outgoing().isPresent()) {
                publish(one);
            } else {
                begin(one);
            }
        });
    }

    private void on(Event event) {
        if (event instanceof Event.Answered answered && held.containsKey(answered.at())) {
            publish(held.get(answered.at()), Outgoing.answer(answered.answer()));
        } else if (event instanceof Event.Published published && held.containsKey(published.at())) {
            held.get(published.at()).settle(clock.instant());
        } else if (event instanceof Event.NotPublished refused && held.containsKey(refused.at())) {
            onRefused(held.get(refused.at()), refused.problem());
        }
    }

    private void begin(Held one) {
        try {
            ask(one, tools.wire().request(one.record()));
        } catch (PoisonException e) {
            tools.meters().deadLetter(e);
            one.hop().failed(e.code());
            publish(one, Outgoing.deadLetter(one.record(), e, clock.instant()));
        } catch (TransientException e) {
            one.retryAfter(clock.instant());
        }
    }

    private void ask(Held one, Request request) {
        int count = Outgoing.deliveries(one.record());
        Delivery delivery = new Delivery(request, count, one.takenAt(), settings.name());
        Doctor doctor = tools.doctors().get(request.getDoctor());
        one.asked(request.getCreatedAt());
        if (count >= settings.deliveryLimit() - 1) {
            String message = "The request was delivered " + count
                    + " times and never answered: its workers stop or hang over it; look at their logs.";
            publish(one, Outgoing.answer(delivery.failed(FailureKind.DELIVERY_LIMIT, message, clock.instant())));
        } else if (doctor == null) {
            String message = "Worker " + settings.name() + " has no doctor '" + request.getDoctor()
                    + "'; start it with the departments.yaml of the journey.";
            publish(one, Outgoing.answer(delivery.failed(FailureKind.UNAVAILABLE, message, clock.instant())));
        } else {
            Position at = Position.of(one.record());
            one.withDoctor(
                    tools.desk().submit(lane, doctor, delivery, answer -> inbox.add(new Event.Answered(at, answer))));
        }
    }

    private void publish(Held one, Outgoing what) {
        if (what.record() instanceof Answer answer) {
            tools.meters().answered(one.askedAt(), answer);
            tell(one.hop(), answer);
        }
        one.toPublish(what);
        publish(one);
    }

    private static void tell(Hop hop, Answer answer) {
        hop.says("consilium.role", Metric.label(answer.getRole()));
        hop.says("consilium.result", WorkerMeters.result(answer));
        hop.says("consilium.attempt", String.valueOf(answer.getAttempt()));
        hop.says("consilium.delivery", String.valueOf(answer.getDelivery()));
        answer.getModelVersion().ifPresent(version -> hop.says("consilium.model_version", version));
        answer.getFailure().ifPresent(failure -> hop.failed(failure.getKind().name()));
    }

    private void publish(Held one) {
        Position at = Position.of(one.record());
        one.underWay();
        try {
            tools.wire()
                    .publish(
                            one.outgoing().orElseThrow(),
                            one.hop().trace(),
                            problem -> inbox.add(problem.<Event>map(e -> new Event.NotPublished(at, e))
                                    .orElse(new Event.Published(at))));
        } catch (TransientException e) {
            one.retryAfter(clock.instant());
        }
    }

    private void onRefused(Held one, Exception problem) {
        if (problem instanceof RetriableException) {
            one.retryAfter(clock.instant());
        } else if (problem instanceof RecordTooLargeException
                && one.outgoing().orElseThrow().record() instanceof Answer answer
                && answer.getFailure().isEmpty()) {
            publish(one, Outgoing.answer(tooLarge(one, answer)));
        } else {
            throw new FatalException(
                    "an answer cannot be published to "
                            + one.outgoing().orElseThrow().topic() + ": " + problem.getMessage(),
                    problem);
        }
    }

    private Answer tooLarge(Held one, Answer answer) {
        Delivery delivery =
                new Delivery(tools.wire().request(one.record()), answer.getDelivery(), one.takenAt(), settings.name());
        String message = "The reply of " + answer.getRawText().length() + " characters is larger than a record of "
                + Outgoing.answer(answer).topic() + " may be; let the model say less.";
        return delivery.failed(FailureKind.INTERNAL, message, clock.instant());
    }
}
