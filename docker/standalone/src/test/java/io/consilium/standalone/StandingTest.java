package io.consilium.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.application.Deployment;
import io.consilium.application.StreamsApplication;
import io.consilium.application.StreamsSettings;
import io.consilium.embedded.EmbeddedKafka;
import io.consilium.monitor.Monitor;
import io.consilium.monitor.Probes;
import io.consilium.monitor.Standing;
import io.consilium.monitor.Tracing;
import io.consilium.problem.FatalException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the probes of a streams application answer while it starts, restores, works, and when it has stopped. */
class StandingTest {
    private static final Duration LONG = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    @Test
    void shouldLeaveAnInstanceAloneThatRestoresAndGiveUpOneThatHasStopped() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
            createTopic(kafka);
            try (StreamsApplication first = application(kafka, "first", Monitor.silent())) {
                assertThat(first.standing()).isEqualTo(Standing.WAITING);
                first.start();
                publish(kafka, "keep");
                await().atMost(LONG).until(() -> first.standing() == Standing.READY);
                await().atMost(LONG).until(() -> kept(kafka));
            }
            restoreAndFail(kafka);
        }
    }

    private void restoreAndFail(EmbeddedKafka kafka) throws Exception {
        CountDownLatch restoring = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Monitor monitor = Monitor.of(Tracing.off());
        Probes probes = monitor.probes();
        // another directory: everything is restored from the changelog
        try (monitor;
                StreamsApplication second = application(kafka, "second", monitor)) {
            second.streams().setGlobalStateRestoreListener(new Holding(restoring, goOn));
            second.start();
            assertThat(restoring.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();

            assertThat(second.standing()).isEqualTo(Standing.WAITING);
            assertThat(probes.live().yes()).isTrue();
            assertThat(probes.started().yes()).isFalse();

            goOn.countDown();
            await().atMost(LONG).until(() -> probes.ready().yes());
            assertThat(probes.started().yes()).isTrue();

            publish(kafka, "die");
            await().atMost(LONG).until(() -> !probes.live().yes());
            assertThat(second.standing()).isEqualTo(Standing.BROKEN);
        } finally {
            goOn.countDown();
        }
    }

    /** The application's threads die here as they are told to. */
    private static ConditionFactory await() {
        return Awaitility.await().dontCatchUncaughtExceptions();
    }

    private StreamsApplication application(EmbeddedKafka kafka, String state, Monitor monitor) {
        Topology topology = new Topology();
        topology.addSource("in", new StringDeserializer(), new StringDeserializer(), "in");
        topology.addProcessor("keep", Keeper::new, "in");
        topology.addStateStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("kept"), Serdes.String(), Serdes.String()),
                "keep");
        StreamsSettings settings = new StreamsSettings(
                "standing",
                kafka.connection(),
                directory.resolve(state),
                StreamsSettings.COMMIT_INTERVAL,
                1,
                Deployment.ALONE);
        return new StreamsApplication(topology, settings, monitor);
    }

    private static void createTopic(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(kafka.connection().with(Map.of()))) {
            admin.createTopics(List.of(new NewTopic("in", 1, (short) 1))).all().get();
        }
    }

    private static void publish(EmbeddedKafka kafka, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                kafka.connection().with(Map.of()), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("in", "key", value)).get();
        }
    }

    /** Whether what was published lies in the changelog. */
    private static boolean kept(EmbeddedKafka kafka) throws Exception {
        TopicPartition changelog = new TopicPartition("standing-kept-changelog", 0);
        try (Admin admin = Admin.create(kafka.connection().with(Map.of()))) {
            return admin.listOffsets(Map.of(changelog, OffsetSpec.latest()))
                            .partitionResult(changelog)
                            .get()
                            .offset()
                    > 0;
        }
    }

    private static final class Keeper extends ContextualProcessor<String, String, Void, Void> {
        @Override
        public void process(Record<String, String> record) {
            if (record.value().equals("die")) {
                throw new FatalException("told to");
            }
            KeyValueStore<String, String> store = context().getStateStore("kept");
            store.put(record.key(), record.value());
        }
    }

    private record Holding(CountDownLatch began, CountDownLatch goOn) implements StateRestoreListener {
        @Override
        public void onRestoreStart(TopicPartition partition, String store, long from, long to) {
            began.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void onBatchRestored(TopicPartition partition, String store, long to, long count) {}

        @Override
        public void onRestoreEnd(TopicPartition partition, String store, long count) {}
    }
}
