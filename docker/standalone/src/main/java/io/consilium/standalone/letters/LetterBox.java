package io.consilium.standalone.letters;

import io.consilium.problem.ConfigurationException;
import io.consilium.problem.PoisonException;
import io.consilium.problem.TransientException;
import io.consilium.record.Coordinates;
import io.consilium.record.DeadLetter;
import io.consilium.record.Republication;
import io.consilium.serde.RecordDecoder;
import io.consilium.serde.RecordSerdes;
import io.consilium.standalone.service.Endpoints;
import io.consilium.topic.DeadLetters;
import io.consilium.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The dead letters of a running service, read without a group. Belongs to one thread. */
public final class LetterBox implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final List<Class<? extends SpecificRecord>> RECORDS = List.of(DeadLetter.class, Republication.class);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaConsumer<byte[], byte[]> ends;
    private final RecordDecoder decoder;
    private final Duration patience;

    private LetterBox(Endpoints endpoints, RecordSerdes serdes, Duration patience) {
        this.consumer = consumer(endpoints, "read_committed");
        this.ends = consumer(endpoints, "read_uncommitted");
        this.decoder = serdes.decoder();
        this.patience = patience;
    }

    /** @param patience how long transactions that are open may hold up the reading */
    public static LetterBox open(Endpoints endpoints, RecordSerdes serdes, Duration patience) {
        return new LetterBox(endpoints, serdes, patience);
    }

    /**
     * Every letter that lies in the topic now, the oldest first; of one that was written twice the last.
     *
     * <p>Reads up to the last record, committed or not: what stands behind an open transaction may already be final, and
     * a reader that stopped before it would not know of a republication.
     *
     * @throws TransientException when a transaction stays open for longer than patience lasts
     */
    public List<Letter> letters() {
        Map<String, Letter> letters = new LinkedHashMap<>();
        Map<String, List<Republication>> again = new HashMap<>();
        readAll(record -> decoded(record).ifPresent(told -> {
            if (told instanceof DeadLetter letter) {
                Letter shown = Letter.of(letter, at(record));
                letters.put(shown.id() + " " + letter.getApplication(), shown);
            } else if (told instanceof Republication republication) {
                again.computeIfAbsent(DeadLetters.key(republication.getLetter()), id -> new ArrayList<>())
                        .add(republication);
            }
        }));
        return letters.values().stream()
                .map(letter -> letter.with(again.getOrDefault(letter.id(), List.of())))
                .toList();
    }

    /** The topics that are there, as far as this principal may know of them. */
    public Set<String> topics() {
        return consumer.listTopics().keySet();
    }

    /** The whole letter, with the record's bytes. */
    public DeadLetter open(Letter letter) {
        TopicPartition partition =
                new TopicPartition(letter.liesAt().getTopic(), letter.liesAt().getPartition());
        long offset = letter.liesAt().getOffset();
        consumer.assign(List.of(partition));
        consumer.seek(partition, offset);
        for (Deadline deadline = new Deadline(patience); ; deadline.check()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() == offset) {
                    return (DeadLetter) decoded(record).orElseThrow();
                }
                if (record.offset() > offset) {
                    throw new ConfigurationException(
                            "The dead letter is gone", List.of(letter.id() + " was deleted: its time was over"));
                }
            }
        }
    }

    private void readAll(Consumer<ConsumerRecord<byte[], byte[]>> each) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.DEAD_LETTERS).stream()
                .map(partition -> new TopicPartition(Topics.DEAD_LETTERS, partition.partition()))
                .toList();
        Map<TopicPartition, Long> end = ends.endOffsets(partitions);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Deadline deadline = new Deadline(patience);
        while (partitions.stream().anyMatch(partition -> consumer.position(partition) < end.get(partition))) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                deadline = new Deadline(patience);
                each.accept(record);
            }
            deadline.check();
        }
    }

    /** Empty for what is neither a letter nor a republication. */
    private Optional<SpecificRecord> decoded(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(decoder.decode(record.topic(), record.value(), RECORDS));
        } catch (PoisonException e) {
            return Optional.empty();
        }
    }

    private static Coordinates at(ConsumerRecord<?, ?> record) {
        return new Coordinates(record.topic(), record.partition(), record.offset());
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Endpoints endpoints, String isolation) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                isolation,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                15_000);
        return new KafkaConsumer<>(
                endpoints.kafka().with(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        consumer.close();
        ends.close();
    }

    private record Deadline(long nanos) {
        Deadline(Duration patience) {
            this(System.nanoTime() + patience.toNanos());
        }

        void check() {
            if (System.nanoTime() > nanos) {
                throw new TransientException(
                        "the broker gives nothing more of " + Topics.DEAD_LETTERS
                                + ": a transaction is still open there; try again when it has ended",
                        new TimeoutException());
            }
        }
    }
}
