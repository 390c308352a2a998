package io.consilium.monitor;

import java.util.Set;

/** The few of Kafka's own several hundred metrics that are shown; each multiplies by clients, topics and partitions. */
final class ClientMetrics {
    static final Set<String> WANTED = Set.of(
            "kafka.consumer.fetch.manager.records.lag",
            "kafka.consumer.coordinator.rebalance.total",
            "kafka.stream.thread.commit.latency.avg",
            "kafka.stream.thread.process.rate",
            "kafka.stream.thread.poll.records.avg",
            "kafka.producer.txn.abort.time.ns.total");

    private ClientMetrics() {}
}
