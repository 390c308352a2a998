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

/** Which part of the samples topic is meant, and where it and its pictures lie. */
final class SampleOptions {
    @Option(
            names = "--from",
            paramLabel = "WHERE",
            description = "earliest (the default), a time (2026-11-01T00:00:00Z) or offsets by partition (0:5,1:7)")
    private String from;

    @Option(
            names = "--to",
            paramLabel = "WHERE",
            description = "latest (the default), a time or offsets; what lies there is not in the range")
    private String to;

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

    /** Whether the command line names a range. */
    boolean named() {
        return from != null || to != null;
    }

    /** The range as it is now: a fixed one, whatever is written later. */
    OffsetRange range(String bootstrap) {
        RangeBound first = RangeBound.parse("--from", from == null ? "earliest" : from);
        RangeBound end = RangeBound.parse("--to", to == null ? "latest" : to);
        try (SampleTopic topic = topic(bootstrap)) {
            return topic.resolve(first, end);
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
