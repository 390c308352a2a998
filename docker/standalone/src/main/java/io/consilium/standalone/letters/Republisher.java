package io.consilium.standalone.letters;

import io.consilium.problem.FatalException;
import io.consilium.problem.TransientException;
import io.consilium.record.Coordinates;
import io.consilium.record.DeadLetter;
import io.consilium.record.Republication;
import io.consilium.serde.RecordSerdes;
import io.consilium.standalone.service.Endpoints;
import io.consilium.topic.Application;
import io.consilium.topic.DeadLetters;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Sends the records of dead letters to their topics again. Belongs to one thread.
 *
 * <p>Each record goes out in one transaction with the {@link Republication} that says so. All republishers share one
 * transactional id: opening one ends what another has open and shuts it out. Whoever reads the letters after opening
 * therefore sees everything that was ever sent again, and nobody sends anything beside it.
 */
public final class Republisher implements AutoCloseable {
    /** The letter's id, where the letter lies, who sent it again, when, and why. */
    public static final String LETTER = "consilium-letter";

    public static final String LETTER_AT = "consilium-letter-at";
    public static final String BY = "consilium-republished-by";
    public static final String AT = "consilium-republished-at";
    public static final String WHY = "consilium-republished-why";

    private final KafkaProducer<byte[], byte[]> producer;
    private final Serializer<SpecificRecord> serializer;

    /** Who sends again, and what has changed, so that it may be of use now. */
    public record Reason(String by, String why) {}

    private Republisher(KafkaProducer<byte[], byte[]> producer, Serializer<SpecificRecord> serializer) {
        this.producer = producer;
        this.serializer = serializer;
    }

    /** From now on no other republisher sends anything. */
    public static Republisher open(Endpoints endpoints, RecordSerdes serdes) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, Application.STEWARD.principal());
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 20_000);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicCatalogue.LARGE + (1 << 20));
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                endpoints.kafka().with(settings), new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
            return new Republisher(producer, serdes.serializer());
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /**
     * @return what is now known of the republication
     * @throws FatalException when another republisher was opened meanwhile
     * @throws TransientException when it is not certain that the record was sent; the letters tell when read again
     */
    public Republication send(Letter letter, DeadLetter content, Reason reason, Instant now) {
        try {
            producer.beginTransaction();
            RecordMetadata sent =
                    producer.send(again(letter, content, reason, now)).get();
            Republication told = new Republication(
                    content.getAt(),
                    new Coordinates(sent.topic(), sent.partition(), sent.offset()),
                    reason.by(),
                    reason.why(),
                    now);
            producer.send(new ProducerRecord<>(
                    Topics.DEAD_LETTERS, bytes(letter.id()), serializer.serialize(Topics.DEAD_LETTERS, told)));
            producer.commitTransaction();
            return told;
        } catch (ExecutionException e) {
            throw failed(letter, e.getCause());
        } catch (KafkaException e) {
            throw failed(letter, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(letter, e);
        }
    }

    /**
     * The key decides the partition anew: one that was sent to the wrong one may have failed for just that. Bytes and
     * headers are those of the letter, without what an earlier republication said of itself.
     */
    private static ProducerRecord<byte[], byte[]> again(Letter letter, DeadLetter content, Reason reason, Instant now) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(content.getAt().getTopic(), bytes(content.getKey()), bytes(content.getValue()));
        Coordinates at = letter.liesAt();
        Map<String, String> told = Map.of(
                LETTER,
                letter.id(),
                LETTER_AT,
                DeadLetters.key(at),
                BY,
                reason.by(),
                AT,
                now.toString(),
                WHY,
                reason.why());
        content.getHeaders().stream()
                .filter(header -> !told.containsKey(header.getName()))
                .forEach(header -> record.headers().add(header.getName(), bytes(header.getValue())));
        told.forEach((name, value) -> record.headers().add(name, bytes(value)));
        return record;
    }

    /** An open transaction would hide whatever others write to these topics. */
    private RuntimeException failed(Letter letter, Throwable cause) {
        try {
            producer.abortTransaction();
        } catch (KafkaException e) {
            cause.addSuppressed(e);
        }
        if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
            return new FatalException(
                    letter.id() + " was not sent: another 'dead-letters republish' has begun; run this one again when"
                            + " that has ended",
                    cause);
        }
        return new TransientException(
                letter.id() + " was perhaps not sent (" + cause + "); run again: what was sent is not sent twice",
                cause);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Null for none, as Kafka takes it. */
    private static byte[] bytes(Optional<ByteBuffer> content) {
        return content.map(buffer -> {
                    byte[] copy = new byte[buffer.remaining()];
                    buffer.duplicate().get(copy);
                    return copy;
                })
                .orElse(null);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
