package io.consilium.standalone.bench;

import io.consilium.problem.FatalException;
import io.consilium.record.Case;
import io.consilium.record.Reply;
import io.consilium.record.ReplyKind;
import io.consilium.standalone.service.RecordPublisher;
import io.consilium.standalone.service.Tail;
import io.consilium.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * How the service scales and fails over as processes: cases a second by number of workers whose doctors take a fixed
 * time, and for how long cases wait when an instance of the journey is killed.
 */
public final class ClusterBench {
    /** Triage, three specialists, the attending physician. */
    private static final int REQUESTS_A_CASE = 5;

    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Plan plan;
    private final Consumer<String> progress;
    private final BenchCases cases = new BenchCases();

    /**
     * @param workers how many, one measurement each, growing
     * @param service how long a doctor takes
     * @param slots requests with a worker's doctors at a time
     * @param length how long each measurement would take if only the doctors took time
     * @param killAtRate cases a second while an instance is killed
     */
    public record Plan(List<Integer> workers, Duration service, int slots, Duration length, int killAtRate) {
        /** What the doctors of so many workers could do. */
        double limit(int count) {
            return count * slots * 1e9 / service.toNanos() / REQUESTS_A_CASE;
        }
    }

    /**
     * @param workers how many there were
     * @param limit cases a second that their doctors could do
     * @param casesPerSecond that were done
     */
    public record Throughput(int workers, double limit, double casesPerSecond) {}

    /**
     * @param cases published while the instance was killed
     * @param lost without a verdict
     * @param twice with more than one
     * @param silence longest time without any verdict
     * @param slowest from publication to verdict
     */
    public record FailOver(int cases, int lost, int twice, Duration silence, Duration slowest) {}

    public record Result(List<Throughput> throughput, FailOver failOver) {}

    public ClusterBench(Plan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /** @param started is told of the processes: they must not outlive this one, however it ends */
    public Result run(Path directory, Consumer<AutoCloseable> started) {
        try (BenchCluster cluster = new BenchCluster(directory)) {
            started.accept(cluster);
            return run(cluster);
        }
    }

    private Result run(BenchCluster cluster) {
        progress.accept("starting brokers and processes");
        cluster.start();
        try (RecordPublisher publisher = new RecordPublisher(cluster.endpoints(), cluster.serdes());
                Tail<Reply> replies = new Tail<>(
                        cluster.endpoints(),
                        cluster.serdes(),
                        Reply.class,
                        List.of(Topics.replies(BenchCases.SOURCE)))) {
            List<Throughput> throughput = new ArrayList<>();
            for (int workers : plan.workers()) {
                cluster.workers(workers, plan.service(), plan.slots());
                drive(publisher, replies, (int) Math.max(1, plan.limit(1)), 0, () -> {});
                throughput.add(throughput(workers, publisher, replies));
            }
            return new Result(throughput, failOver(cluster, publisher, replies));
        }
    }

    private Throughput throughput(int workers, RecordPublisher publisher, Tail<Reply> replies) {
        double limit = plan.limit(workers);
        int count = (int) Math.max(1, limit * plan.length().toSeconds());
        Course course = drive(publisher, replies, count, 0, () -> {});
        double rate = count * 1e9 / course.nanos();
        progress.accept(String.format(Locale.ROOT, "%d workers: %.1f of %.1f cases/s", workers, rate, limit));
        return new Throughput(workers, limit, rate);
    }

    private FailOver failOver(BenchCluster cluster, RecordPublisher publisher, Tail<Reply> replies) {
        int count = plan.killAtRate() * (int) plan.length().toSeconds();
        progress.accept("killing an instance of the journey at " + plan.killAtRate() + " cases/s");
        Course course = drive(publisher, replies, count, plan.killAtRate(), () -> cluster.process("journey-1")
                .kill());
        return new FailOver(count, count - course.verdicts.size(), course.twice, course.silence(), course.slowest());
    }

    /**
     * Publishes cases, at once or at a rate, and returns when all have their verdicts or none comes any more.
     *
     * @param perSecond 0 for at once
     * @param halfway done when half of the cases are published
     */
    private Course drive(RecordPublisher publisher, Tail<Reply> replies, int count, int perSecond, Runnable halfway) {
        Course course = new Course();
        List<Case> planned = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            planned.add(cases.next());
            long due = perSecond == 0 ? 0 : i * Duration.ofSeconds(1).toNanos() / perSecond;
            course.due.put(planned.get(i).getCaseId(), course.start + due);
        }
        Thread publishing = new Thread(
                () -> {
                    for (int i = 0; i < count; i++) {
                        if (i == count / 2) {
                            halfway.run();
                        }
                        Case next = planned.get(i);
                        LockSupport.parkNanos(course.due.get(next.getCaseId()) - System.nanoTime());
                        publisher.send(Topics.CASES, next.getCaseId(), next);
                    }
                },
                "bench-publisher");
        publishing.start();
        while (course.verdicts.size() < count && !course.silent()) {
            replies.next(POLL).forEach(course::take);
        }
        if (course.verdicts.isEmpty()) {
            throw new FatalException("no verdict came within " + PATIENCE.toSeconds() + " s");
        }
        return course;
    }

    /** What came of the cases of one drive. Belongs to one thread. */
    private static final class Course {
        private final long start = System.nanoTime();
        private final Map<String, Long> due = new HashMap<>();
        private final Map<String, Long> verdicts = new HashMap<>();
        private long last = start;
        private long longest;
        private int twice;

        /** What is repeated because an acknowledgement got lost counts. */
        void take(Reply reply) {
            boolean verdict = reply.getKind() != ReplyKind.ACCEPTED && due.containsKey(reply.getCaseId());
            if (!verdict) {
                return;
            }
            long now = System.nanoTime();
            if (verdicts.putIfAbsent(reply.getCaseId(), now) == null) {
                longest = Math.max(longest, now - last);
                last = now;
            } else {
                twice++;
            }
        }

        boolean silent() {
            return System.nanoTime() - last > PATIENCE.toNanos();
        }

        long nanos() {
            return last - start;
        }

        Duration silence() {
            return Duration.ofNanos(longest);
        }

        Duration slowest() {
            return Duration.ofNanos(verdicts.entrySet().stream()
                    .mapToLong(verdict -> verdict.getValue() - due.get(verdict.getKey()))
                    .max()
                    .orElse(0));
        }
    }
}
