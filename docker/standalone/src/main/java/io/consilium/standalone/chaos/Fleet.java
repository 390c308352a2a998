package io.consilium.standalone.chaos;

import io.consilium.topic.KafkaConnection;
import io.consilium.topic.TopicCatalogue;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The whole service as processes to which harm can be done: three brokers, a registry, two instances of each streams
 * application, two workers. Safe for threads.
 */
interface Fleet extends AutoCloseable {
    /** What can be done to it here. */
    Set<FaultKind> kinds();

    /** Returns when its brokers serve, its topics are there, and all else has been started. */
    void up(TopicCatalogue catalogue);

    /** How this process reaches its brokers. */
    KafkaConnection kafka();

    /** The registry's address. */
    String registry();

    /** @param name as {@link FaultKind} knows it */
    Member member(String name);

    /** Starts what does not run. */
    void start();

    void killAll();

    /** Has what ended by itself started again, as whatever runs processes would; returns their names. */
    List<String> startFallen();

    int size();

    /** How many run; those that still start count. */
    int running();

    /** Returns when everything runs and says that it is ready; what ended by itself is started again meanwhile. */
    void awaitReady(Duration patience, Consumer<String> fallen);

    /** Ends what it started, and mends what was there before it. */
    @Override
    void close();
}
