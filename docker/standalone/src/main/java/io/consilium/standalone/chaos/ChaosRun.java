package io.consilium.standalone.chaos;

import io.consilium.audit.Audit;
import io.consilium.audit.Report;
import io.consilium.department.DepartmentsFile;
import io.consilium.problem.TransientException;
import io.consilium.serde.RecordSerdes;
import io.consilium.standalone.local.Jvm;
import io.consilium.standalone.service.Endpoints;
import io.consilium.topic.Sources;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Drives cases through a service of many processes while a schedule does harm to it, waits until everything has come to
 * rest, and holds all that was written against each other. What it starts ends with it; what was there stays.
 */
public final class ChaosRun implements AutoCloseable {
    /** More than one, so that instances share the work and hand it over. */
    private static final int PARTITIONS = 4;

    private static final Duration BACK_WITHIN = Duration.ofMinutes(10);
    private static final int ATTEMPTS = 10;
    private static final Duration GLANCE = Duration.ofMillis(200);

    /** A case that nobody answers ends at its deadlines, after four minutes at most. */
    private static final Duration ENDS_WITHIN = Duration.ofMinutes(8);

    private final Plan plan;
    private final String name;
    private final Narrator narrator;
    private final Sources sources = Sources.bundled();
    private final TopicCatalogue catalogue;
    private final Fleet fleet;
    private final Schedule schedule;
    private final Map<FaultKind, Integer> done = new EnumMap<>(FaultKind.class);
    private final ConcurrentLinkedQueue<String> fallen = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /** @param rate turns of sources a second; each publishes a case or what should have been one */
    public record Plan(int cases, int faults, long seed, double rate) {}

    /** Is told how a run goes. */
    public interface Narrator {
        void progress(String line);

        void event(String line);
    }

    private ChaosRun(Plan plan, String name, Fleet fleet, Narrator narrator) {
        this.plan = plan;
        this.name = name;
        this.narrator = narrator;
        this.catalogue = TopicCatalogue.of(DepartmentsFile.bundled(), sources, PARTITIONS);
        this.fleet = fleet;
        this.schedule = Schedule.of(plan.seed(), plan.faults(), plan.cases(), fleet.kinds());
    }

    /**
     * On processes that it starts and ends.
     *
     * @param directory of all that they write
     * @param doctors as {@code consilium run worker --doctors} takes them
     */
    public static ChaosRun local(Plan plan, Path directory, String doctors, Narrator narrator) {
        Fleet fleet = new LocalFleet(directory, Jvm.likeThisOne(), doctors);
        return new ChaosRun(plan, String.valueOf(plan.seed()), fleet, narrator);
    }

    /** On a compose project that already runs; what earlier runs left in its topics is audited too. */
    public static ChaosRun compose(Plan plan, String project, Narrator narrator) {
        String name = plan.seed() + "-" + InstantSource.system().instant().getEpochSecond();
        return new ChaosRun(plan, name, new ComposeFleet(new Docker("docker"), project), narrator);
    }

    public Schedule schedule() {
        return schedule;
    }

    public ChaosResult run() {
        long begun = System.nanoTime();
        if (!fleet.kinds().contains(FaultKind.FILL_DISK)) {
            narrator.event("Left out, there are no means for it here: " + FaultKind.FILL_DISK.words());
        }
        fleet.up(catalogue);
        fleet.awaitReady(BACK_WITHIN, this::fell);
        narrator.event(String.format("%d processes are up after %d s.", fleet.size(), secondsSince(begun)));
        RecordSerdes serdes = RecordSerdes.at(fleet.registry());
        Endpoints endpoints = new Endpoints(fleet.kafka(), fleet.registry(), "");
        List<String> replies = sources.names().stream().map(Topics::replies).toList();
        Traffic traffic = new Traffic(
                plan.seed(), name, sources.names(), InstantSource.system().instant());
        try (Ends ends = new Ends(endpoints, serdes, replies);
                Driver driver = new Driver(traffic, ends, fleet.kafka(), serdes)) {
            long driving = System.nanoTime();
            drive(driver, ends, serdes);
            Duration drove = Duration.ofNanos(System.nanoTime() - driving);
            settle(driver, ends);
            return new ChaosResult(
                    audit(driver, serdes),
                    Map.copyOf(done),
                    List.copyOf(fallen),
                    ends.open(),
                    ends.longestSilence(),
                    driver.acknowledged().size(),
                    drove,
                    Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private void drive(Driver driver, Ends ends, RecordSerdes serdes) {
        CompletableFuture<Void> driven = inBackground(() -> driver.run(plan.cases(), plan.rate()));
        CompletableFuture<Void> harmed = inBackground(() -> harm(driver, driven, serdes));
        while (!(driven.isDone() && harmed.isDone())) {
            watch(driver, ends);
        }
        try {
            CompletableFuture.allOf(driven, harmed).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException own ? own : e;
        }
    }

    private static CompletableFuture<Void> inBackground(Runnable task) {
        return CompletableFuture.runAsync(task, run -> {
            Thread thread = new Thread(run, "chaos");
            thread.setDaemon(true);
            thread.start();
        });
    }

    private void harm(Driver driver, CompletableFuture<Void> driven, RecordSerdes serdes) {
        Harm harm = new Harm(fleet, serdes, name, InstantSource.system());
        for (Fault fault : schedule.faults()) {
            while (driver.turns() < fault.afterCase() && !driven.isDone() && !closed) {
                LockSupport.parkNanos(GLANCE.toNanos());
            }
            fleet.awaitReady(BACK_WITHIN, this::fell);
            narrator.event(fault.toString());
            carryOut(harm, fault);
            synchronized (done) {
                done.merge(fault.kind(), 1, Integer::sum);
            }
        }
    }

    /** A harm that needs the service's help may come when a broker is away or slow. */
    private static void carryOut(Harm harm, Fault fault) {
        RuntimeException problem = new IllegalStateException(fault.toString());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                harm.carryOut(fault);
                return;
            } catch (TransientException | RetriableException e) {
                problem = e;
            }
        }
        throw problem;
    }

    private void watch(Driver driver, Ends ends) {
        fleet.startFallen().forEach(this::fell);
        int faults;
        synchronized (done) {
            faults = done.values().stream().mapToInt(Integer::intValue).sum();
        }
        narrator.progress(String.format(
                "%d of %d cases out, %d ended, %d open; %d of %d faults done; %d of %d processes up",
                driver.turns(),
                plan.cases(),
                ends.ended(),
                ends.open(),
                faults,
                schedule.faults().size(),
                fleet.running(),
                fleet.size()));
        LockSupport.parkNanos(GLANCE.toNanos());
    }

    private void fell(String name) {
        fallen.add(name);
        narrator.event(name + " had ended by itself and is started again");
    }

    /** Everybody is back, everything has ended, and nothing more is written. */
    private void settle(Driver driver, Ends ends) {
        fleet.awaitReady(BACK_WITHIN, this::fell);
        int ended = ends.ended();
        long last = System.nanoTime();
        while ((ends.open() > 0 || driver.underWay() > 0) && !closed) {
            watch(driver, ends);
            if (ends.ended() > ended) {
                ended = ends.ended();
                last = System.nanoTime();
            } else if (System.nanoTime() - last > ENDS_WITHIN.toNanos()) {
                narrator.event("Nothing has ended for " + ENDS_WITHIN.toMinutes() + " minutes; what is open stays so.");
                break;
            }
        }
        new Stillness(fleet.kafka(), catalogue).await(ENDS_WITHIN.toNanos());
    }

    private Report audit(Driver driver, RecordSerdes serdes) {
        narrator.event("Reading all topics.");
        Audit audit = new Audit(catalogue, sources);
        driver.acknowledged().forEach(audit::acknowledged);
        new History(fleet.kafka(), serdes).tell(audit.order(), audit::take);
        return audit.finish();
    }

    private static long secondsSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toSeconds();
    }

    /** Closing twice does nothing; another thread may do it while the run is under way. */
    @Override
    public synchronized void close() {
        closed = true;
        fleet.close();
    }
}
