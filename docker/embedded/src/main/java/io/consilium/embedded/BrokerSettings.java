package io.consilium.embedded;

import java.util.HashMap;
import java.util.Map;

/**
 * The settings of a broker that is alone in its cluster and shares its JVM: one replica of everything, few internal
 * partitions, short sessions, so that a first poll takes seconds at most.
 */
final class BrokerSettings {
    static final String CLIENT_LISTENER = "CLIENT";
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    static final int NODE_ID = 1;

    /** The catalogue's largest topic takes 7 MiB; a changelog may wrap such a record. */
    private static final int LARGEST_MESSAGE = 8 << 20;

    private static final String INTERNAL_PARTITIONS = "4";

    private BrokerSettings() {}

    static Map<String, String> of(DataDirectory directory, BoundListeners listeners, Map<String, String> overrides) {
        Map<String, String> settings = new HashMap<>();
        settings.putAll(node(directory, listeners));
        settings.putAll(internalTopics());
        settings.putAll(sizes());
        settings.putAll(sessions());
        settings.putAll(groups());
        settings.putAll(overrides);
        return settings;
    }

    private static Map<String, String> node(DataDirectory directory, BoundListeners listeners) {
        String client = CLIENT_LISTENER + "://" + listeners.clientAddress();
        String controller = CONTROLLER_LISTENER + "://" + listeners.controllerAddress();
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                String.valueOf(NODE_ID),
                // A static quorum: the voters are not persisted, so the controller's port may differ at each start.
                "controller.quorum.voters",
                NODE_ID + "@" + listeners.controllerAddress(),
                "controller.listener.names",
                CONTROLLER_LISTENER,
                "listeners",
                client + "," + controller,
                "advertised.listeners",
                client,
                "listener.security.protocol.map",
                "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name",
                CLIENT_LISTENER,
                "log.dirs",
                directory.logs().toString(),
                "auto.create.topics.enable",
                "false");
    }

    private static Map<String, String> internalTopics() {
        return Map.of(
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", INTERNAL_PARTITIONS,
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", INTERNAL_PARTITIONS,
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "share.coordinator.state.topic.num.partitions", INTERNAL_PARTITIONS,
                // A machine that was off for weeks must still know how far each group had read.
                "offsets.retention.minutes", String.valueOf(365 * 24 * 60));
    }

    private static Map<String, String> sizes() {
        String largest = String.valueOf(LARGEST_MESSAGE);
        return Map.of(
                "message.max.bytes",
                largest,
                "replica.fetch.max.bytes",
                largest,
                "num.network.threads",
                "2",
                "num.io.threads",
                "4",
                // 36 MB of heap in all instead of 161 MB.
                "log.cleaner.dedupe.buffer.size",
                String.valueOf(2 << 20));
    }

    /**
     * A session that does not end: a broker that its controller takes for dead, because the machine was busy or the
     * process or its machine slept, would lose its partitions for a while, for nothing, since no other could take them.
     * What a crash leaves is {@link CrashedBroker}'s.
     */
    private static Map<String, String> sessions() {
        return Map.of(
                "broker.session.timeout.ms", String.valueOf(Integer.MAX_VALUE),
                "broker.heartbeat.interval.ms", "1000",
                "controller.quorum.election.timeout.ms", "200",
                "controller.quorum.fetch.timeout.ms", "400",
                "server.max.startup.time.ms", "120000",
                // A transaction that begins while the last one still ends waits for it: not for 20 ms when it ends in
                // 2.
                "add.partitions.to.txn.retry.backoff.ms", "2",
                "transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");
    }

    /** Of a controller without a broker that waits until the session of one that crashed has ended: it is short. */
    static Map<String, String> recovery() {
        return Map.of("broker.session.timeout.ms", "600", "broker.heartbeat.interval.ms", "100");
    }

    /** Heartbeats carry assignments: their interval is what a first poll waits for. */
    private static Map<String, String> groups() {
        Map<String, String> settings = new HashMap<>();
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.streams.initial.rebalance.delay.ms", "0");
        for (String kind : new String[] {"consumer", "share", "streams"}) {
            settings.put("group." + kind + ".min.heartbeat.interval.ms", "200");
            settings.put("group." + kind + ".heartbeat.interval.ms", "500");
            settings.put("group." + kind + ".min.session.timeout.ms", "2000");
            settings.put("group." + kind + ".session.timeout.ms", "5000");
        }
        settings.put("group.share.assignors", EveryMemberAssignor.class.getName());
        settings.put("group.share.min.record.lock.duration.ms", "1000");
        return settings;
    }
}
