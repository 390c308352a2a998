package io.consilium.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker serves share groups without further settings, and lets a worker choose short locks. */
class ShareGroupTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void takesWhatWasSentBeforeItCame(@TempDir Path directory) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            KafkaClients clients = new KafkaClients(kafka.bootstrap());
            clients.createTopic("work");
            clients.send("work", "one", "two");
            set(
                    kafka,
                    "workers",
                    Map.of("share.auto.offset.reset", "earliest", "share.record.lock.duration.ms", "1000"));
            Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrap(), "group.id", "workers");
            try (KafkaShareConsumer<String, String> consumer =
                    new KafkaShareConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
                consumer.subscribe(List.of("work"));
                List<String> taken = new ArrayList<>();
                long start = System.nanoTime();
                while (taken.size() < 2 && System.nanoTime() - start < PATIENCE.toNanos()) {
                    consumer.poll(Duration.ofMillis(100)).forEach(record -> taken.add(record.value()));
                }
                assertThat(taken).containsExactly("one", "two");
            }
        }
    }

    private static void set(EmbeddedKafka kafka, String group, Map<String, String> settings) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            List<AlterConfigOp> changes = settings.entrySet().stream()
                    .map(entry -> new AlterConfigOp(
                            new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET))
                    .toList();
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.GROUP, group), changes))
                    .all()
                    .get();
        }
    }
}
