package io.consilium.standalone.bench;

import io.consilium.journey.stream.JourneyTopology;
import io.consilium.problem.FatalException;
import io.consilium.record.Case;
import io.consilium.record.Reply;
import io.consilium.record.ReplyKind;
import io.consilium.standalone.service.RecordPublisher;
import io.consilium.standalone.service.Service;
import io.consilium.standalone.service.ServiceSettings;
import io.consilium.standalone.service.Tail;
import io.consilium.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the way of a case costs: latency at a steady rate, and throughput next to a bare exactly-once pass-through, in
 * one process with instant doctors.
 *
 * <p>Latency counts from the moment at which a case was due to be published, so that a stall is charged to every case
 * that it held up.
 */
public final class JourneyBench {
    private static final int CASES_PER_SECOND = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(20);

    private final ServiceSettings settings;
    private final Plan plan;
    private final Consumer<String> progress;
    private final BenchCases cases = new BenchCases();

    /**
     * @param warmUp and {@code latency}: how long cases come at the steady rate before and while it is measured. The JIT
     *     compiler keeps a core busy for about the first minute of a service's life.
     * @param runs of throughput, interleaved with the pass-through
     */
    public record Plan(Duration warmUp, Duration latency, int runs, int casesPerRun) {
        public static final Plan FULL = new Plan(Duration.ofSeconds(90), Duration.ofSeconds(30), 5, 4000);
        public static final Plan BRIEF = new Plan(Duration.ofSeconds(5), Duration.ofSeconds(10), 1, 1000);
    }

    /**
     * @param casesPerSecond median over the runs
     * @param recordsPerCase in all topics, journal and changelogs included
     * @param passThroughPerSecond records a second of the bare pass-through, median over the runs
     * @param stateBytes mean size of a journey as the store keeps it, over all its phases
     * @param ratio median over the runs of records a second of the journey over those of the pass-through
     */
    public record Result(
            double casesPerSecond,
            double recordsPerCase,
            double passThroughPerSecond,
            double stateBytes,
            double ratio,
            double p50Ms,
            double p99Ms) {}

    public JourneyBench(ServiceSettings settings, Plan plan, Consumer<String> progress) {
        this.settings = settings;
        this.plan = plan;
        this.progress = progress;
    }

    /** @param started is told of the service, for one who has to end it */
    public Result run(Consumer<AutoCloseable> started) {
        try (Service service = Service.start(settings, new InstantStaff(settings.departments()));
                RecordPublisher publisher = new RecordPublisher(service.endpoints(), service.serdes());
                Tail<Reply> replies = new Tail<>(
                        service.endpoints(),
                        service.serdes(),
                        Reply.class,
                        List.of(Topics.replies(BenchCases.SOURCE)))) {
            started.accept(service);
            progress.accept("warming up at " + CASES_PER_SECOND + " cases a second");
            latencies(publisher, replies, plan.warmUp());
            progress.accept("measuring latency at " + CASES_PER_SECOND + " cases a second");
            double[] latencies = latencies(publisher, replies, plan.latency());
            for (int warmed = 0; warmed < plan.runs(); warmed++) {
                flood(publisher, replies);
            }
            return throughput(service, publisher, replies, latencies);
        }
    }

    private Result throughput(Service service, RecordPublisher publisher, Tail<Reply> replies, double[] latencies) {
        List<Double> rates = new ArrayList<>();
        List<Double> passes = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        double perCase = 0;
        double stateBytes = 0;
        PassThrough pass = new PassThrough(
                service.endpoints().kafka(),
                settings.data().resolve("bench"),
                settings.partitions(),
                settings.commitInterval());
        for (int run = 1; run <= plan.runs(); run++) {
            try (Ledger ledger = new Ledger(service.endpoints().kafka())) {
                double rate = flood(publisher, replies);
                List<ConsumerRecord<byte[], byte[]>> records = ledger.sinceMark();
                perCase = records.size() / (double) plan.casesPerRun();
                stateBytes = meanStateBytes(records);
                double passed = pass.rate(records);
                rates.add(rate);
                passes.add(passed);
                ratios.add(rate * perCase / passed);
                progress.accept(String.format(
                        "run %d of %d: %.0f cases/s of %.1f records, pass-through %.0f records/s",
                        run, plan.runs(), rate, perCase, passed));
            }
        }
        return new Result(
                median(rates),
                perCase,
                median(passes),
                stateBytes,
                median(ratios),
                percentile(latencies, 0.5),
                percentile(latencies, 0.99));
    }

    private static double meanStateBytes(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .filter(record -> record.topic().endsWith("-" + JourneyTopology.JOURNEYS + "-changelog"))
                .filter(record -> record.value() != null)
                .mapToInt(record -> record.value().length)
                .average()
                .orElse(0);
    }

    /** Milliseconds from the due time of each case to its verdict, sorted. */
    private double[] latencies(RecordPublisher publisher, Tail<Reply> replies, Duration length) {
        int count = (int) (length.toMillis() * CASES_PER_SECOND / 1000);
        Map<String, Long> due = new HashMap<>();
        List<Case> planned = new ArrayList<>();
        long start = System.nanoTime() + Duration.ofMillis(100).toNanos();
        for (int i = 0; i < count; i++) {
            planned.add(cases.next());
            due.put(
                    planned.get(i).getCaseId(),
                    start + i * Duration.ofSeconds(1).toNanos() / CASES_PER_SECOND);
        }
        Thread publishing = new Thread(
                () -> planned.forEach(next -> {
                    LockSupport.parkNanos(due.get(next.getCaseId()) - System.nanoTime());
                    publisher.send(Topics.CASES, next.getCaseId(), next);
                }),
                "bench-publisher");
        publishing.start();
        double[] latencies = new double[count];
        long news = System.nanoTime();
        for (int ended = 0; ended < count; ) {
            List<Reply> came = replies.next(POLL);
            news = came.isEmpty() ? requireNewsSince(news) : System.nanoTime();
            for (Reply reply : came) {
                if (reply.getKind() == ReplyKind.VERDICT && due.containsKey(reply.getCaseId())) {
                    latencies[ended++] = (System.nanoTime() - due.get(reply.getCaseId())) / 1e6;
                }
            }
        }
        Arrays.sort(latencies);
        return latencies;
    }

    /** Publishes a run's cases at once; cases a second from the first publication to the last verdict. */
    private double flood(RecordPublisher publisher, Tail<Reply> replies) {
        List<Case> planned = new ArrayList<>();
        for (int i = 0; i < plan.casesPerRun(); i++) {
            planned.add(cases.next());
        }
        long start = System.nanoTime();
        Thread publishing = new Thread(
                () -> planned.forEach(next -> publisher.send(Topics.CASES, next.getCaseId(), next)), "bench-publisher");
        publishing.start();
        long news = System.nanoTime();
        for (int ended = 0; ended < planned.size(); ) {
            List<Reply> came = replies.next(POLL);
            news = came.isEmpty() ? requireNewsSince(news) : System.nanoTime();
            ended += (int) came.stream()
                    .filter(reply -> reply.getKind() != ReplyKind.ACCEPTED)
                    .count();
        }
        return planned.size() * 1e9 / (System.nanoTime() - start);
    }

    /** A case that is lost must end the benchmark, not hang it. */
    private static long requireNewsSince(long nanos) {
        if (System.nanoTime() - nanos > PATIENCE.toNanos()) {
            throw new FatalException("no reply came for " + PATIENCE.toSeconds()
                    + " s: a case was lost, or this machine is too busy to measure anything");
        }
        return nanos;
    }

    private static double percentile(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
