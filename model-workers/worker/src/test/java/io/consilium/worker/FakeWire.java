package io.consilium.worker;

import io.consilium.monitor.Trace;
import io.consilium.problem.PoisonException;
import io.consilium.problem.TransientException;
import io.consilium.record.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Knows requests by their records' offsets; publishes at once, after the problems that the test wants. */
final class FakeWire implements Wire {
    final Map<Long, Request> requests = new HashMap<>();
    final List<Outgoing> published = new ArrayList<>();
    final Deque<Optional<Exception>> outcomes = new ArrayDeque<>();
    boolean registryDown;

    @Override
    public Request request(ConsumerRecord<byte[], byte[]> record) {
        if (registryDown) {
            throw new TransientException("the schema registry cannot be asked", new java.io.IOException());
        }
        Request request = requests.get(record.offset());
        if (request == null) {
            throw new PoisonException("UNREADABLE", "The record is no request.");
        }
        return request;
    }

    @Override
    public void publish(Outgoing outgoing, Trace trace, Consumer<Optional<Exception>> done) {
        Optional<Exception> outcome = outcomes.isEmpty() ? Optional.empty() : outcomes.poll();
        if (outcome.isEmpty()) {
            published.add(outgoing);
        }
        done.accept(outcome);
    }
}
