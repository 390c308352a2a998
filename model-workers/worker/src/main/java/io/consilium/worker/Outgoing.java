package io.consilium.worker;

import io.consilium.problem.PoisonException;
import io.consilium.record.Answer;
import io.consilium.record.Coordinates;
import io.consilium.record.DeadLetter;
import io.consilium.record.Role;
import io.consilium.topic.Application;
import io.consilium.topic.DeadLetters;
import io.consilium.topic.RawRecord;
import io.consilium.topic.Topics;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What must lie in Kafka before a request is acknowledged: its answer, or the dead letter of what was no request. */
record Outgoing(String topic, String key, SpecificRecord record) {

    static Outgoing answer(Answer answer) {
        return new Outgoing(topicOf(answer.getRole()), answer.getCaseId(), answer);
    }

    static Outgoing deadLetter(ConsumerRecord<byte[], byte[]> record, PoisonException poison, Instant now) {
        Coordinates at = Position.of(record).coordinates();
        RawRecord raw = new RawRecord(at, record.key(), record.value(), record.headers());
        DeadLetter letter = DeadLetters.of(Application.WORKER, raw, poison, now)
                .setAttempts(deliveries(record))
                .build();
        return new Outgoing(Topics.DEAD_LETTERS, DeadLetters.key(at), letter);
    }

    /** How often the broker has delivered the record, this time included. */
    static int deliveries(ConsumerRecord<?, ?> record) {
        return record.deliveryCount().map(Short::intValue).orElse(1);
    }

    private static String topicOf(Role role) {
        return switch (role) {
            case TRIAGE -> Topics.TRIAGE_ANSWERS;
            case SPECIALIST -> Topics.OPINIONS;
            case ATTENDING -> Topics.ATTENDING_ANSWERS;
        };
    }
}
