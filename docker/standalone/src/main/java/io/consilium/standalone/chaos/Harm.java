package io.consilium.standalone.chaos;

import io.consilium.digest.Digest;
import io.consilium.problem.FatalException;
import io.consilium.record.Answer;
import io.consilium.record.ModelVersion;
import io.consilium.serde.RecordSerdes;
import io.consilium.standalone.service.Endpoints;
import io.consilium.standalone.service.Tail;
import io.consilium.topic.Topics;
import io.consilium.version.Changes;
import io.consilium.version.VersionLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Does harm to a fleet and ends it: what was killed is started again. Belongs to one thread. */
final class Harm {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);
    private static final Duration DEATH_WITHIN = Duration.ofSeconds(60);

    private final Fleet fleet;
    private final RecordSerdes serdes;
    private final String run;
    private final InstantSource clock;

    /** @param run its name, no other's on this fleet */
    Harm(Fleet fleet, RecordSerdes serdes, String run, InstantSource clock) {
        this.run = run;
        this.fleet = fleet;
        this.serdes = serdes;
        this.clock = clock;
    }

    /** Returns when what was harmed has been let go or started again; it may need time to be ready. */
    void carryOut(Fault fault) {
        switch (fault.kind()) {
            case KILL_BROKER, KILL_STREAMS, KILL_REGISTRY -> kill(fleet.member(fault.target()), fault.lasts());
            case KILL_WORKER -> killAfterAnswer(fleet.member(fault.target()), fault.lasts());
            case PAUSE_BROKER -> pause(fleet.member(fault.target()), fault.lasts());
            case CUT_CLIENTS, CUT_PEERS, CUT_OFF -> cut(fleet.member(fault.target()), fault.kind(), fault.lasts());
            case FILL_DISK -> fillDisk(fleet.member(fault.target()), fault.lasts());
            case RESTART_ALL -> {
                fleet.killAll();
                sleep(fault.lasts());
                fleet.start();
            }
            case SWAP_MODEL -> promoteAnother(fault.target(), fault.afterCase());
        }
    }

    private static void kill(Member process, Duration away) {
        process.kill();
        sleep(away);
        process.start();
    }

    /** An answer that has just come to its topic is most likely not acknowledged yet. */
    private void killAfterAnswer(Member worker, Duration away) {
        List<String> topics = List.of(Topics.TRIAGE_ANSWERS, Topics.OPINIONS, Topics.ATTENDING_ANSWERS);
        long until = System.nanoTime() + ANSWER_WITHIN.toNanos();
        try (Tail<Answer> answers = new Tail<>(endpoints(), serdes, Answer.class, topics)) {
            boolean answered = false;
            while (!answered && System.nanoTime() < until) {
                answered = answers.next(Duration.ofMillis(100)).stream()
                        .anyMatch(answer -> answer.getWorker().equals(worker.name()));
            }
            worker.kill();
        }
        sleep(away);
        worker.start();
    }

    private static void pause(Member process, Duration lasts) {
        process.pause();
        try {
            sleep(lasts);
        } finally {
            process.resume();
        }
    }

    private static void cut(Member broker, FaultKind how, Duration lasts) {
        broker.cut(how);
        try {
            sleep(lasts);
        } finally {
            broker.mend();
        }
    }

    /** The broker ends as soon as it has to write; its disk has room again when it is started. */
    private static void fillDisk(Member broker, Duration away) {
        if (!broker.fillDisk(DEATH_WITHIN)) {
            broker.kill();
            throw new FatalException(
                    broker.name() + " went on for " + DEATH_WITHIN.toSeconds() + " s though it could write nothing");
        }
        sleep(away);
        broker.start();
    }

    private void promoteAnother(String doctor, int number) {
        String name = "chaos-" + run + "-" + number;
        String version = Digest.sha256((name + " " + doctor).getBytes(StandardCharsets.UTF_8));
        Changes changes = new Changes("chaos", clock.instant());
        try (VersionLog log = VersionLog.open(fleet.kafka(), serdes)) {
            log.publish(changes.imported(ModelVersion.newBuilder()
                    .setDoctor(doctor)
                    .setName(name)
                    .setVersion(version)
                    .setLocation("fixed")
                    .setPublishedAt(clock.instant())
                    .build()));
            log.publish(changes.promoted(log.now().role(doctor), version, "{\"reason\":\"chaos\"}"));
        }
    }

    private Endpoints endpoints() {
        return new Endpoints(fleet.kafka(), fleet.registry(), "");
    }

    private static void sleep(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FatalException("interrupted while harm was done", e);
        }
    }
}
