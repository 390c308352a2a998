package io.consilium.application;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.streams.state.HostInfo;

/**
 * How an instance of an application lives beside others of its kind.
 *
 * @param replication of changelog topics
 * @param standbys how many other instances keep a copy of each store, to take over without restoring it
 * @param self where this instance is asked about what it keeps; empty when nobody asks
 * @param session after how long without a sign of life others take over; not shorter than the brokers'
 *     {@code group.min.session.timeout.ms}
 * @param transaction after how long the brokers end what a dead instance left open; until then those who take over wait
 */
public record Deployment(
        int replication, int standbys, Optional<HostInfo> self, Duration session, Duration transaction) {

    /** As the brokers replicate what they are not told otherwise. */
    private static final int BROKERS_DEFAULT = -1;

    /** The shortest session that a broker takes whose settings nobody has changed. */
    public static final Duration SESSION = Duration.ofSeconds(6);

    /** One instance on one broker: nobody waits to take over, and a busy machine may be slow. */
    public static final Deployment ALONE = new Deployment(1, 0, Optional.empty(), SESSION, Duration.ofSeconds(10));

    public Deployment at(HostInfo address) {
        return new Deployment(replication, standbys, Optional.of(address), session, transaction);
    }

    /**
     * One of several on a cluster. A transaction may last six seconds at least, however short the session: one that an
     * instance cannot end in time, because a broker has just died or the machine is busy, is done again from its start.
     */
    public static Deployment among(HostInfo self, int standbys, Duration session) {
        Duration transaction = session.compareTo(SESSION) > 0 ? session : SESSION;
        return new Deployment(BROKERS_DEFAULT, standbys, Optional.of(self), session, transaction);
    }
}
