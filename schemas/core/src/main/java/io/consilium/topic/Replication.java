package io.consilium.topic;

import io.consilium.problem.ConfigurationException;
import java.util.List;

/**
 * How brokers keep each record.
 *
 * @param factor how many have a copy
 * @param minInsync how many must have it before a write counts
 * @param tiered whether old records move to the brokers' remote storage
 */
public record Replication(int factor, int minInsync, boolean tiered) {
    /** For a broker that is alone. */
    public static final Replication ALONE = new Replication(1, 1);

    /** Everything stays on the brokers' own disks. */
    public Replication(int factor, int minInsync) {
        this(factor, minInsync, false);
    }

    /** @throws ConfigurationException when no write could ever count */
    public Replication {
        if (factor < 1 || minInsync < 1 || minInsync > factor) {
            throw new ConfigurationException(
                    "The replication cannot be used",
                    List.of("of " + factor + " copies, " + minInsync + " must be in sync: 1 to as many as there are"));
        }
    }
}
