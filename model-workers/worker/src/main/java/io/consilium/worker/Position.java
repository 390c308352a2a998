package io.consilium.worker;

import io.consilium.record.Coordinates;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where a record lies; the same record always has the same position, however often it is delivered. */
record Position(String topic, int partition, long offset) {

    static Position of(ConsumerRecord<?, ?> record) {
        return new Position(record.topic(), record.partition(), record.offset());
    }

    Coordinates coordinates() {
        return Coordinates.newBuilder()
                .setTopic(topic)
                .setPartition(partition)
                .setOffset(offset)
                .build();
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "-" + offset;
    }
}
