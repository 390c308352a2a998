package io.consilium.worker;

import io.consilium.model.doctor.Delivery;
import io.consilium.model.doctor.Doctor;
import io.consilium.record.Answer;
import io.consilium.record.Request;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A doctor that answers at once, except where the test wants to answer itself. */
final class ScriptedDoctor implements Doctor {
    private final String name;
    private final Predicate<Request> slow;
    final List<Delivery> asked = new CopyOnWriteArrayList<>();
    final Map<String, CompletableFuture<Answer>> open = new ConcurrentHashMap<>();

    private ScriptedDoctor(String name, Predicate<Request> slow) {
        this.name = name;
        this.slow = slow;
    }

    static ScriptedDoctor instant(String name) {
        return new ScriptedDoctor(name, request -> false);
    }

    /** Answers only when told to. */
    static ScriptedDoctor patient(String name) {
        return new ScriptedDoctor(name, request -> true);
    }

    /** One each for triage, attending and the specialists' seats. */
    static List<ScriptedDoctor> instantOnes() {
        return List.of(instant("triage"), instant("attending"), instant("specialist"));
    }

    List<String> askedIds() {
        return asked.stream().map(delivery -> delivery.request().getRequestId()).toList();
    }

    void finish(String requestId) {
        Delivery delivery = asked.stream()
                .filter(one -> one.request().getRequestId().equals(requestId))
                .reduce((first, last) -> last)
                .orElseThrow();
        open.remove(requestId).complete(yes(delivery));
    }

    void finishAll() {
        open.keySet().forEach(this::finish);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CompletableFuture<Answer> answer(Delivery delivery) {
        if (!slow.test(delivery.request())) {
            asked.add(delivery);
            return CompletableFuture.completedFuture(yes(delivery));
        }
        CompletableFuture<Answer> later = new CompletableFuture<>();
        open.put(delivery.request().getRequestId(), later);
        asked.add(delivery);
        return later;
    }

    static Answer yes(Delivery delivery) {
        Instant now = Instant.now();
        return delivery.answer(now, now)
                .setRawText("<think>t</think><answer>yes</answer>")
                .setReasoning("t")
                .setAnswer("yes")
                .setFormatOk(true)
                .build();
    }
}
