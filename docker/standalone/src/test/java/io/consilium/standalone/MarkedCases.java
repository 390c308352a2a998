package io.consilium.standalone;

import static org.awaitility.Awaitility.await;

import io.consilium.record.Case;
import io.consilium.record.Image;
import io.consilium.record.Outcome;
import io.consilium.record.Priority;
import io.consilium.record.Source;
import io.consilium.standalone.service.RecordPublisher;
import io.consilium.topic.Topics;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Made-up cases that go every course, with words in every field that must turn up nowhere else. */
final class MarkedCases {
    private static final String SUBJECT = "subjectmark4711";
    private static final String QUESTION = "questionmark4711";
    private static final String OPTION = "optionmark4711";
    private static final String HISTORY = "historymark4711";
    private static final String PICTURE = "picturemark4711";
    private static final String BYTES = "bytesmark4711";
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final byte[] PNG = png();

    private final WatchedService watched;

    MarkedCases(WatchedService watched) {
        this.watched = watched;
    }

    static List<String> markers() {
        String picture = Base64.getEncoder().encodeToString(PNG);
        return List.of(SUBJECT, QUESTION, OPTION, HISTORY, PICTURE, BYTES, picture.substring(80, 120));
    }

    /** Returns when all of them have ended. */
    void publishAll() {
        try (RecordPublisher publisher = new RecordPublisher(
                watched.service().endpoints(), watched.service().serdes(), watched.tracing())) {
            publish(publisher, theCase("good", "").build());
            publish(
                    publisher,
                    theCase("urgent", "").setPriority(Priority.URGENT).build());
            publish(publisher, theCase("failing", "fail").build());
            publish(publisher, theCase("mumbled", "mumble").build());
            publish(publisher, theCase("defect", "defect").build());
            publish(
                    publisher,
                    theCase("twins", "").setOptions(List.of(OPTION, OPTION)).build());
            publish(
                    publisher,
                    theCase("blank", "").setOptions(List.of(OPTION, " ")).build());
            publish(
                    publisher,
                    theCase("picture", "")
                            .setImages(List.of(image(PICTURE.getBytes(StandardCharsets.UTF_8))))
                            .build());
            publish(
                    publisher,
                    theCase("overdue", "silent")
                            .setWantedBy(Instant.now().plusSeconds(20))
                            .build());
            publishBytes();
            for (String ending : List.of("good", "urgent", "failing", "mumbled", "defect", "overdue")) {
                await(ending).atMost(LONG).until(() -> watched.records(Topics.VERDICTS, ending)
                        .findAny()
                        .isPresent());
            }
            publish(publisher, theCase("good", "").build());
            publisher.publish(Topics.OUTCOMES, "good", outcome(OPTION + " left"));
            publisher.publish(Topics.OUTCOMES, "good", outcome(BYTES));
            await().atMost(LONG).until(() -> watched.sample("consilium_samples_total") >= 1);
            await().atMost(LONG)
                    .until(() -> watched.records(Topics.replies("cli"), "good").count() >= 3);
        }
    }

    private void publishBytes() {
        byte[] garbage = (BYTES + " " + SUBJECT).getBytes(StandardCharsets.UTF_8);
        byte[] unknownSchema = ByteBuffer.allocate(garbage.length + 5)
                .put((byte) 0)
                .putInt(99_999)
                .put(garbage)
                .array();
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                watched.service().endpoints().kafka().with(Map.of()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            for (String topic : List.of(Topics.CASES, Topics.TRIAGE_ANSWERS, Topics.OUTCOMES, "triage.requests")) {
                producer.send(new ProducerRecord<>(topic, BYTES, garbage)).get(30, TimeUnit.SECONDS);
            }
            producer.send(new ProducerRecord<>(Topics.CASES, BYTES, unknownSchema))
                    .get(30, TimeUnit.SECONDS);
            ProducerRecord<String, byte[]> strange = new ProducerRecord<>(Topics.CASES, BYTES, garbage);
            strange.headers().add("traceparent", BYTES.getBytes(StandardCharsets.UTF_8));
            producer.send(strange).get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void publish(RecordPublisher publisher, Case theCase) {
        publisher.publish(Topics.CASES, theCase.getCaseId(), theCase);
    }

    private static Case.Builder theCase(String id, String script) {
        return Case.newBuilder()
                .setCaseId(id)
                .setSubject(SUBJECT)
                .setReceivedAt(Instant.EPOCH)
                .setSource(Source.newBuilder().setSystem("cli").setMessageId(id).build())
                .setQuestion(QUESTION + " " + script)
                .setOptions(List.of(OPTION + " left", OPTION + " right"))
                .setHistory(HISTORY)
                .setPriority(Priority.ROUTINE)
                .setImages(List.of(image(PNG)));
    }

    private static Image image(byte[] bytes) {
        return Image.newBuilder().setContent(ByteBuffer.wrap(bytes)).build();
    }

    private static Outcome outcome(String answer) {
        return Outcome.newBuilder()
                .setCaseId("good")
                .setAnswer(answer)
                .setConfirmedBy("test")
                .setConfirmedAt(Instant.EPOCH)
                .build();
    }

    private static byte[] png() {
        BufferedImage picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        Random noise = new Random(4711);
        for (int i = 0; i < 32 * 32; i++) {
            picture.setRGB(i % 32, i / 32, noise.nextInt());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
