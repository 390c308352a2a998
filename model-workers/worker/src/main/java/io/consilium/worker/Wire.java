package io.consilium.worker;

import io.consilium.monitor.Trace;
import io.consilium.problem.PoisonException;
import io.consilium.problem.TransientException;
import io.consilium.record.Request;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Turns bytes into requests, and answers into bytes that lie in Kafka. Belongs to one thread. */
interface Wire {

    /**
     * @throws PoisonException when the record can never be read as a request
     * @throws TransientException when that cannot be said now
     */
    Request request(ConsumerRecord<byte[], byte[]> record);

    /**
     * Sends a record and tells, by another thread, what went wrong; empty when it lies in Kafka.
     *
     * @param trace that whoever reads the record continues
     * @throws TransientException when it could not be sent now
     */
    void publish(Outgoing outgoing, Trace trace, Consumer<Optional<Exception>> done);
}
