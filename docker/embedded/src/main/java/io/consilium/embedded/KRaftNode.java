package io.consilium.embedded;

import io.consilium.problem.FatalException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.raft.QuorumConfig;
import org.slf4j.LoggerFactory;

/** The controller of a cluster of one, and what a broker in the same JVM shares with it. Owns the listeners. */
final class KRaftNode implements AutoCloseable {
    private final BoundListeners listeners;
    private final BrokerFaults faults = new BrokerFaults();
    private final Metrics metrics;
    private final SharedServer shared;
    private final ControllerServer controller;

    /** @param overrides broker settings that differ from the embedded ones, by Kafka's names */
    KRaftNode(DataDirectory directory, BoundListeners listeners, Map<String, String> overrides) {
        this.listeners = listeners;
        faults.ownExits();
        Metrics opened = null;
        try {
            KafkaConfig config = new KafkaConfig(BrokerSettings.of(directory, listeners, overrides), false);
            var logs = KafkaRaftServer.initializeLogDirs(config, LoggerFactory.getLogger(KRaftNode.class), "");
            opened = Server.initializeMetrics(
                    config, Time.SYSTEM, logs._1().clusterId().orElseThrow());
            metrics = opened;
            shared = new SharedServer(
                    config,
                    logs._1(),
                    Time.SYSTEM,
                    metrics,
                    CompletableFuture.completedFuture(QuorumConfig.parseVoterConnections(
                            config.quorumConfig().voters())),
                    List.of(),
                    faults,
                    listeners.factory());
            controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), logs._2());
        } catch (RuntimeException e) {
            Utils.closeQuietly(opened, "metrics");
            listeners.close();
            throw e;
        }
    }

    /** Returns when the controller serves. */
    void start() {
        controller.startup();
    }

    SharedServer shared() {
        return shared;
    }

    String clientAddress() {
        return listeners.clientAddress();
    }

    String clusterId() {
        return shared.clusterId();
    }

    /** Completed by the first fault after which nothing here is of use; never, as long as all is well. */
    CompletionStage<FatalException> failure() {
        return faults.first();
    }

    /** Closing twice does nothing. */
    @Override
    public void close() {
        try {
            controller.shutdown();
        } finally {
            metrics.close();
            listeners.close();
        }
    }
}
