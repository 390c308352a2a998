package io.consilium.worker;

import io.consilium.access.Groups;
import io.consilium.problem.FatalException;
import io.consilium.problem.TransientException;
import io.consilium.topic.Lane;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Gives the share groups of the workers the settings without which requests would be lost or seen before their
 * transaction ended. Kafka keeps them, so they must be there before the first worker reads; setting them again
 * changes nothing.
 */
final class ShareGroups {
    private final Admin admin;

    ShareGroups(Admin admin) {
        this.admin = admin;
    }

    /** The group that reads one lane. */
    static String group(WorkerSettings settings, Lane lane) {
        return Groups.workers(settings.group(), lane);
    }

    /**
     * @throws TransientException when the broker cannot be asked now
     * @throws FatalException when it refuses
     */
    void configure(WorkerSettings settings) {
        List<AlterConfigOp> wanted = new ArrayList<>();
        wanted.add(set("share.auto.offset.reset", "earliest"));
        wanted.add(set("share.isolation.level", "read_committed"));
        wanted.add(set(
                "share.record.lock.duration.ms", String.valueOf(settings.lock().toMillis())));
        wanted.add(set("share.delivery.count.limit", String.valueOf(settings.deliveryLimit())));
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (Lane lane : Lane.values()) {
            changes.put(new ConfigResource(ConfigResource.Type.GROUP, group(settings, lane)), wanted);
        }
        apply(changes);
    }

    private void apply(Map<ConfigResource, Collection<AlterConfigOp>> changes) {
        try {
            admin.incrementalAlterConfigs(changes).all().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                throw new TransientException(
                        "the broker cannot be asked: " + e.getCause().getMessage(), e.getCause());
            }
            throw new FatalException(
                    "the broker refuses the settings of the workers' share groups: "
                            + e.getCause().getMessage(),
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FatalException("interrupted while the share groups were set up", e);
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }
}
