package io.consilium.trainer.sample;

import io.consilium.problem.ConfigurationException;
import io.consilium.problem.PoisonException;
import io.consilium.problem.TransientException;
import io.consilium.record.Sample;
import io.consilium.serde.RecordDecoder;
import io.consilium.serde.RecordSerdes;
import io.consilium.topic.KafkaConnection;
import io.consilium.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads fixed ranges of the samples topic, committed records only and without a group. Belongs to one thread. */
public final class SampleTopic implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int EMPTY_POLLS = 300;
    private static final int SHOWN = 10;

    private final Consumer<byte[], byte[]> consumer;
    private final RecordDecoder decoder;

    SampleTopic(Consumer<byte[], byte[]> consumer, RecordDecoder decoder) {
        this.consumer = consumer;
        this.decoder = decoder;
    }

    public static SampleTopic at(KafkaConnection kafka, RecordSerdes serdes) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none",
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                15_000);
        return new SampleTopic(
                new KafkaConsumer<>(kafka.with(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                serdes.decoder());
    }

    /**
     * The range between two bounds as it is now; later records do not change it.
     *
     * @throws ConfigurationException when it is empty, or not all of it is on the broker
     */
    public OffsetRange resolve(RangeBound from, RangeBound to) {
        SortedMap<Integer, Long> starts = offsets(from);
        SortedMap<Integer, Long> ends = offsets(to);
        SortedMap<Integer, OffsetRange.Span> spans = new TreeMap<>();
        starts.forEach((partition, start) -> {
            if (ends.containsKey(partition)) {
                spans.put(partition, new OffsetRange.Span(start, ends.get(partition)));
            }
        });
        OffsetRange range = new OffsetRange(spans);
        requirePresent(range);
        return range;
    }

    /**
     * @throws ConfigurationException when not all of the range is on the broker, or a record in it cannot be read
     * @throws TransientException when the broker does not deliver
     */
    public SampleRange read(OffsetRange range) {
        requirePresent(range);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        range.partitions().forEach((partition, span) -> records.addAll(read(partition, span)));
        List<Sample> samples = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                samples.add((Sample) decoder.decode(Topics.SAMPLES, record.value(), List.of(Sample.class)));
            } catch (PoisonException e) {
                problems.add("partition " + record.partition() + ", offset " + record.offset() + ": " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(
                    "The range " + range + " of the samples topic holds records that cannot be read; choose one"
                            + " without them",
                    problems.subList(0, Math.min(SHOWN, problems.size())));
        }
        return SampleRange.of(range, samples);
    }

    private List<ConsumerRecord<byte[], byte[]>> read(int partition, OffsetRange.Span span) {
        TopicPartition from = new TopicPartition(Topics.SAMPLES, partition);
        consumer.assign(List.of(from));
        consumer.seek(from, span.from());
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        int empty = 0;
        // The position moves over the marks of transactions too, which are no records.
        while (consumer.position(from) < span.to()) {
            List<ConsumerRecord<byte[], byte[]>> polled = consumer.poll(POLL).records(from);
            polled.stream().filter(record -> record.offset() < span.to()).forEach(records::add);
            empty = polled.isEmpty() ? empty + 1 : 0;
            if (empty > EMPTY_POLLS) {
                throw new TransientException(
                        "the broker delivers nothing of partition " + partition + " of the samples topic beyond offset "
                                + consumer.position(from) + "; is a transaction open?",
                        null);
            }
        }
        return records;
    }

    private void requirePresent(OffsetRange range) {
        SortedMap<Integer, Long> first = byPartition(consumer.beginningOffsets(partitions()));
        SortedMap<Integer, Long> end = byPartition(consumer.endOffsets(partitions()));
        List<String> problems = new ArrayList<>();
        range.partitions().forEach((partition, span) -> {
            if (!end.containsKey(partition)) {
                problems.add("there is no partition " + partition + ", only " + end.keySet());
            } else if (span.from() < first.get(partition)) {
                problems.add("partition " + partition + " is kept from offset " + first.get(partition)
                        + " on; what lay before was deleted");
            } else if (span.to() > end.get(partition)) {
                problems.add(
                        "partition " + partition + " ends at offset " + end.get(partition) + ", before " + span.to());
            }
        });
        if (!problems.isEmpty()) {
            throw new ConfigurationException("The range " + range + " is not on the broker", problems);
        }
    }

    private SortedMap<Integer, Long> offsets(RangeBound bound) {
        if (bound instanceof RangeBound.Offsets offsets) {
            return new TreeMap<>(offsets.byPartition());
        }
        List<TopicPartition> all = partitions();
        SortedMap<Integer, Long> ends = byPartition(consumer.endOffsets(all));
        if (bound instanceof RangeBound.Earliest) {
            return byPartition(consumer.beginningOffsets(all));
        }
        if (bound instanceof RangeBound.At at) {
            long millis = at.time().toEpochMilli();
            Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(
                    all.stream().collect(Collectors.toMap(partition -> partition, partition -> millis)));
            found.forEach((partition, offset) -> {
                if (offset != null) {
                    ends.put(partition.partition(), offset.offset());
                }
            });
        }
        return ends;
    }

    private List<TopicPartition> partitions() {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.SAMPLES).stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new ConfigurationException(
                    "There are no samples", List.of("the broker has no topic " + Topics.SAMPLES));
        }
        return partitions;
    }

    private static SortedMap<Integer, Long> byPartition(Map<TopicPartition, Long> found) {
        SortedMap<Integer, Long> offsets = new TreeMap<>();
        found.forEach((partition, one) -> offsets.put(partition.partition(), one));
        return offsets;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
