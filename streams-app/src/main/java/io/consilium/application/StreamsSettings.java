package io.consilium.application;

import io.consilium.topic.KafkaConnection;
import io.consilium.topic.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How a streams application runs: exactly once, always.
 *
 * @param commitInterval the latency of each hop is about half of it, its 99th percentile about all of it
 */
public record StreamsSettings(
        String applicationId,
        KafkaConnection kafka,
        Path stateDirectory,
        Duration commitInterval,
        int threads,
        Deployment deployment) {

    /**
     * With the broker in the same process, where a commit takes about 4 ms (measured). Where a commit takes longer
     * than the interval, each holds a few records only: brokers elsewhere need a longer one.
     */
    public static final Duration COMMIT_INTERVAL = Duration.ofMillis(5);

    private static final long SHORTEST_POLL_MS = 2;
    private static final long PROBING_MS = 60_000;

    Properties toProperties() {
        Properties properties = new Properties();
        properties.putAll(kafka.with(Map.of()));
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
        // What is done waits for the end of a poll before it is committed; short polls cost a thread that has no work.
        properties.put(StreamsConfig.POLL_MS_CONFIG, Math.max(SHORTEST_POLL_MS, commitInterval.toMillis() / 5));
        // No application needs its topics in the order of time: what has come is taken, whatever else is on its way.
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, deployment.replication());
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, deployment.standbys());
        deployment
                .self()
                .ifPresent(self ->
                        properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, self.host() + ":" + self.port()));
        // An instance that comes back has its tasks again as soon as it has caught up.
        properties.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, PROBING_MS);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), 2 * TopicCatalogue.LARGE);
        // A commit flushes. Until then records gather: one batch a partition is one request, and a second batch on its
        // way
        // to a partition that the transaction does not hold yet would be refused as out of order and sent again.
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 100);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 256 << 10);
        // After a kill -9 the next instance waits for the open transaction and the group's session to end.
        int session = (int) deployment.session().toMillis();
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), (int)
                deployment.transaction().toMillis());
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), session);
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), session / 6);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return properties;
    }
}
