package io.consilium.embedded;

import io.consilium.problem.FatalException;
import io.consilium.problem.RootCause;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.loader.LoaderManifest;
import org.apache.kafka.image.publisher.MetadataPublisher;
import org.slf4j.LoggerFactory;

/**
 * A broker that ended without a word, seen from its controller: still registered, and no other of its id is let in until
 * its session ends.
 *
 * <p>The controller alone waits for that, without a broker. A broker beside it would take up the transactions that the
 * crash cut short while partitions lose and get their leaders; Kafka (4.0 to 4.3.1, KAFKA-20734) takes a partition that
 * has no leader at that moment for deleted and never writes its marker: readers of committed records, a restoring
 * streams application among them, would stop in front of that transaction for ever.
 */
final class CrashedBroker implements MetadataPublisher {
    private static final Duration WITHIN = Duration.ofMinutes(1);

    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    private CrashedBroker() {}

    /** Returns when the controller has let go of a broker that crashed here; at once when none did. */
    static void letGo(DataDirectory directory, Secured secured) {
        if (!directory.crashed()) {
            return;
        }
        LoggerFactory.getLogger(CrashedBroker.class).info("event=broker-recovery directory={}", directory.logs());
        try (KRaftNode node =
                new KRaftNode(directory, new BoundListeners(0), secured.with(BrokerSettings.recovery()))) {
            node.start();
            CrashedBroker crashed = new CrashedBroker();
            node.failure().thenAccept(crashed.gone::completeExceptionally);
            node.shared().loader().installPublishers(List.of(crashed));
            crashed.gone.get(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FatalException("interrupted while a crashed broker was waited for", e);
        } catch (Exception e) { // Scala throws checked exceptions without declaring them
            throw new FatalException(
                    "The controller did not let go of the broker that crashed in " + directory.logs() + " ("
                            + RootCause.message(e) + "); start again, or use another directory.",
                    e);
        }
    }

    @Override
    public String name() {
        return "CrashedBroker";
    }

    /** The first image holds all that was written before the crash. */
    @Override
    public void onMetadataUpdate(MetadataDelta delta, MetadataImage image, LoaderManifest manifest) {
        var registered = image.cluster().broker(BrokerSettings.NODE_ID);
        if (registered == null || registered.fenced()) {
            gone.complete(null);
        }
    }

    /** Holds nothing. */
    @Override
    public void close() {}
}
