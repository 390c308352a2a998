package io.consilium.topic;

import io.consilium.problem.ConfigurationException;
import java.util.List;

/**
 * How many brokers keep each record.
 *
 * @param factor how many have a copy
 * @param minInsync how many must have it before a write counts
 */
public record Replication(int factor, int minInsync) {
    /** For a broker that is alone. */
    public static final Replication ALONE = new Replication(1, 1);

    /** @throws ConfigurationException when no write could ever count */
    public Replication {
        if (factor < 1 || minInsync < 1 || minInsync > factor) {
            throw new ConfigurationException(
                    "The replication cannot be used",
                    List.of("of " + factor + " copies, " + minInsync + " must be in sync: 1 to as many as there are"));
        }
    }
}
