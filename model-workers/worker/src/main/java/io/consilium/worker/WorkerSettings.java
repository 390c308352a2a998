package io.consilium.worker;

import io.consilium.access.Groups;
import io.consilium.problem.ConfigurationException;
import io.consilium.topic.KafkaConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a worker takes requests.
 *
 * @param name of this worker, in answers and logs
 * @param group the share group; workers of one group share the requests. Urgent requests have a group beside it.
 * @param slots most requests with doctors at a time
 * @param consumers how many share consumers read routine requests, each filling its part of the slots: a consumer takes
 *     new requests only when it has finished all it held, so a few keep the slots full when answers take long, and one
 *     is the fastest when they are instant
 * @param urgentAhead most urgent requests that wait here for the next free slot
 * @param lock how long the broker keeps a request for this worker before it gives it to another
 * @param deliveryLimit how often the broker delivers a request at most; the last but one delivery is answered as failed
 * @param drain how long a closing worker waits for doctors that are at work
 */
public record WorkerSettings(
        String name,
        String group,
        int slots,
        int consumers,
        int urgentAhead,
        Duration lock,
        int deliveryLimit,
        Duration drain,
        KafkaConnection kafka) {
    private static final int SLOTS_A_CONSUMER = 4;
    private static final int MOST_CONSUMERS = 4;

    /** @throws ConfigurationException with everything that is wrong */
    public WorkerSettings {
        List<String> problems = new ArrayList<>();
        require(!name.isBlank(), "name: missing", problems);
        require(!group.isBlank(), "group: missing", problems);
        require(slots >= 1, "slots: " + slots + " is less than 1", problems);
        require(
                consumers >= 1 && consumers <= slots,
                "consumers: " + consumers + " is not between 1 and the " + slots + " slots",
                problems);
        require(urgentAhead >= 1, "urgentAhead: " + urgentAhead + " is less than 1", problems);
        require(lock.toMillis() >= 1_000, "lock: " + lock + " is shorter than a second", problems);
        require(deliveryLimit >= 2, "deliveryLimit: " + deliveryLimit + " is less than 2", problems);
        require(!drain.isNegative(), "drain: " + drain + " is negative", problems);
        if (!problems.isEmpty()) {
            throw new ConfigurationException("The worker's settings have errors", problems);
        }
    }

    /** The usual worker: a consumer for every four slots, four consumers at most. */
    public static WorkerSettings of(String name, int slots, KafkaConnection kafka) {
        int consumers = Math.max(1, Math.min(MOST_CONSUMERS, slots / SLOTS_A_CONSUMER));
        return new WorkerSettings(
                name,
                Groups.WORKERS,
                slots,
                consumers,
                Math.max(1, slots / 2),
                Duration.ofSeconds(30),
                5,
                Duration.ofSeconds(20),
                kafka);
    }

    public WorkerSettings withGroup(String other) {
        return new WorkerSettings(name, other, slots, consumers, urgentAhead, lock, deliveryLimit, drain, kafka);
    }

    public WorkerSettings withDeliveryLimit(int limit) {
        return new WorkerSettings(name, group, slots, consumers, urgentAhead, lock, limit, drain, kafka);
    }

    public WorkerSettings withConsumers(int count) {
        return new WorkerSettings(name, group, slots, count, urgentAhead, lock, deliveryLimit, drain, kafka);
    }

    public WorkerSettings withDrain(Duration limit) {
        return new WorkerSettings(name, group, slots, consumers, urgentAhead, lock, deliveryLimit, limit, kafka);
    }

    public WorkerSettings withLock(Duration duration) {
        return new WorkerSettings(name, group, slots, consumers, urgentAhead, duration, deliveryLimit, drain, kafka);
    }

    @Override
    public String toString() {
        return "worker " + name + ": group=" + group + " slots=" + slots + " consumers=" + consumers + " urgentAhead="
                + urgentAhead + " lock=" + lock + " deliveryLimit=" + deliveryLimit + " drain=" + drain + " kafka="
                + kafka;
    }

    private static void require(boolean holds, String problem, List<String> problems) {
        if (!holds) {
            problems.add(problem);
        }
    }
}
