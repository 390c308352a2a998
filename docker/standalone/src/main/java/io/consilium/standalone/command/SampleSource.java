package io.consilium.standalone.command;

import io.consilium.image.ImageStore;
import io.consilium.serde.RecordSerdes;
import io.consilium.standalone.service.StoredImages;
import io.consilium.topic.KafkaConnection;
import io.consilium.trainer.sample.OffsetRange;
import io.consilium.trainer.sample.RangeBound;
import io.consilium.trainer.sample.SampleRange;
import io.consilium.trainer.sample.SampleTopic;
import java.nio.file.Path;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Where the samples topic and the pictures of its samples lie. */
final class SampleSource {
    @Option(
            names = "--registry",
            paramLabel = "URL",
            defaultValue = "http://localhost:8081",
            description = "schema registry address (default: ${DEFAULT-VALUE})")
    private String registry;

    @Option(names = "--kafka", paramLabel = "FILE", description = "properties for every Kafka client, see submit")
    private Path kafka;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${sys:user.home}/.consilium",
            description = "the service's data directory, which holds the pictures (default: ~/.consilium)")
    private Path data;

    OffsetRange resolve(String bootstrap, RangeBound from, RangeBound to) {
        try (SampleTopic topic = topic(bootstrap)) {
            return topic.resolve(from, to);
        }
    }

    SampleRange read(String bootstrap, OffsetRange range) {
        try (SampleTopic topic = topic(bootstrap)) {
            return topic.read(range);
        }
    }

    Supplier<ImageStore> images() {
        return () -> StoredImages.open(data);
    }

    private SampleTopic topic(String bootstrap) {
        KafkaConnection connection = KafkaOptions.reached(bootstrap, kafka);
        return SampleTopic.at(connection, RecordSerdes.at(registry, connection.registry()));
    }
}
