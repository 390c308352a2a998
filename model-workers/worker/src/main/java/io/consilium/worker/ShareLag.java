package io.consilium.worker;

import io.consilium.monitor.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the workers' share groups still have before them, by topic, as the broker says it every few seconds. Every worker
 * shows the same figures: take their maximum, not their sum. While the broker cannot be asked there are none.
 */
final class ShareLag implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShareLag.class);

    private final Admin admin;
    private final Map<String, ListShareGroupOffsetsSpec> groups;
    private final MultiGauge gauges;
    private final ScheduledExecutorService asking = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "share-lag");
        thread.setDaemon(true);
        return thread;
    });
    private boolean failing;

    /** @param admin closed with this */
    ShareLag(Admin admin, Collection<String> groups, MeterRegistry meters) {
        this.admin = admin;
        this.groups = groups.stream()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), group -> new ListShareGroupOffsetsSpec()));
        this.gauges = MultiGauge.builder(Metric.GROUP_LAG.id())
                .description(Metric.GROUP_LAG.about())
                .register(meters);
    }

    void start(Duration every) {
        asking.scheduleWithFixedDelay(this::ask, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void ask() {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        try {
            admin.listShareGroupOffsets(groups).all().get().forEach((group, partitions) -> byTopic(partitions)
                    .forEach((topic, lag) -> {
                        rows.add(MultiGauge.Row.of(Metric.GROUP_LAG.tags(group, topic), lag));
                    }));
            failing = false;
        } catch (ExecutionException | RuntimeException e) {
            if (!failing) {
                LOG.warn("lag=UNKNOWN reason={}", String.valueOf(e.getMessage()));
            }
            failing = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        gauges.register(rows, true);
    }

    private static Map<String, Long> byTopic(Map<TopicPartition, SharePartitionOffsetInfo> partitions) {
        Map<String, Long> lags = new TreeMap<>();
        partitions.forEach((partition, offsets) -> {
            // none until the group has begun to read the partition
            long lag = offsets == null ? 0 : offsets.lag().orElse(0L);
            lags.merge(partition.topic(), lag, Long::sum);
        });
        return lags;
    }

    @Override
    public void close() {
        asking.shutdownNow();
        admin.close(Duration.ZERO);
    }
}
