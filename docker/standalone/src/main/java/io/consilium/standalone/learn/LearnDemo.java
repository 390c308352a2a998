package io.consilium.standalone.learn;

import io.consilium.department.Departments;
import io.consilium.department.DepartmentsFile;
import io.consilium.image.ImageStore;
import io.consilium.record.Role;
import io.consilium.standalone.cases.Score;
import io.consilium.standalone.cases.WrittenCase;
import io.consilium.standalone.service.Home;
import io.consilium.standalone.service.LocalStaff;
import io.consilium.standalone.service.Service;
import io.consilium.standalone.service.ServiceSettings;
import io.consilium.standalone.service.StoredImages;
import io.consilium.standalone.training.Narration;
import io.consilium.trainer.phantom.PhantomSet;
import io.consilium.trainer.sample.SampleFile;
import io.consilium.trainer.sample.SampleRange;
import io.consilium.trainer.training.Curriculum;
import io.consilium.version.VersionBook;
import io.consilium.version.VersionLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The whole loop in this JVM: cases flow, clinicians confirm, samples gather, triage and attending physician are trained,
 * the gate decides, the new versions take over while cases flow, and fresh cases show the difference.
 */
final class LearnDemo {
    private static final List<PhantomSet> LEARNT = List.of(PhantomSet.RAD, PhantomSet.SLAKE, PhantomSet.PATH);
    private static final List<PhantomSet> MEASURED =
            List.of(PhantomSet.RAD, PhantomSet.SLAKE, PhantomSet.PATH, PhantomSet.OMNI, PhantomSet.MMMU);
    private static final int STEPS = 7;
    private static final int ROUND = 16;

    private final LearnSettings settings;
    private final Narration narration;
    private final InstantSource clock;
    private final Departments departments = DepartmentsFile.bundled();
    private int step;

    LearnDemo(LearnSettings settings, Narration narration, InstantSource clock) {
        this.settings = settings;
        this.narration = narration;
        this.clock = clock;
    }

    /** @param data of the service, a new directory; it is the caller's to remove */
    Learning run(Path data, Consumer<Service> running) {
        Instant start = clock.instant();
        ServiceSettings service = ServiceSettings.bundled(data);
        step("starting broker, registry, intake, journey, feedback and doctors");
        try (Service up = Service.start(
                        service,
                        LocalStaff.open(
                                departments,
                                Home.find().models(),
                                service.weights(),
                                service.slots(),
                                LocalStaff.THREADS));
                Traffic traffic = new Traffic(up, narration, clock);
                VersionLog log = VersionLog.open(up.endpoints().kafka(), up.serdes())) {
            running.accept(up);
            return run(up, service, traffic, log, start);
        }
    }

    private Learning run(Service up, ServiceSettings service, Traffic traffic, VersionLog log, Instant start) {
        Path drawn = service.data().resolve("drawn");
        List<WrittenCase> fresh =
                DrawnCases.draw(MEASURED, settings.freshSeed(), settings.fresh(), drawn.resolve("fresh"));
        step(fresh.size() + " fresh cases, before anything is learnt");
        Exam before = new Exam(traffic.run("fresh cases", DrawnCases.again(fresh, "before")));
        narration.remark(LearnText.rightBy(before));
        SampleRange range = samples(up, traffic, drawn.resolve("learnt"));
        Supplier<ImageStore> images = () -> StoredImages.open(service.data());
        SampleFile samples = range.samples(images);
        narration.remark(LearnText.samples(samples.samples()));
        Retraining retraining = retraining(service, images);
        List<Candidate> candidates = candidates(retraining, log.now(), range);
        Map<String, String> promoted = new LinkedHashMap<>();
        step("the new versions take over while cases flow");
        Swap swap = Swap.during(
                () -> candidates.stream()
                        .filter(candidate -> candidate.decision().passed())
                        .forEach(passed -> promoted.put(passed.doctor(), retraining.promote(passed, range, log))),
                traffic,
                DrawnCases.draw(LEARNT, settings.freshSeed() + 1, ROUND, drawn.resolve("swap")));
        narration.remark(LearnText.swap(swap));
        step("the same fresh pictures as new cases, after");
        Exam after = new Exam(traffic.run("fresh cases", DrawnCases.again(fresh, "after")));
        narration.remark(LearnText.rightBy(after));
        return new Learning(
                before,
                range,
                samples.samples(),
                samples.hash(),
                candidates,
                promoted,
                swap,
                after,
                Duration.between(start, clock.instant()));
    }

    private SampleRange samples(Service up, Traffic traffic, Path directory) {
        List<WrittenCase> cases = DrawnCases.draw(LEARNT, settings.seed(), settings.cases(), directory);
        step(cases.size() + " cases flow, and their outcomes are confirmed from the known truth");
        try (Harvest harvest = new Harvest(up)) {
            List<Score> scores = traffic.run("cases to learn from", cases);
            traffic.confirm(scores);
            return harvest.await(scores.size(), narration);
        }
    }

    private Retraining retraining(ServiceSettings service, Supplier<ImageStore> images) {
        return new Retraining(
                new Retraining.Settings(
                        departments,
                        settings.policy(),
                        Curriculum.PAPER,
                        settings.values(),
                        settings.by(),
                        service.weights(),
                        images,
                        settings.out()),
                narration,
                clock);
    }

    private List<Candidate> candidates(Retraining retraining, VersionBook versions, SampleRange range) {
        step("triage is trained, and the gate decides");
        Candidate triage = retraining.candidate(
                Role.TRIAGE, versions.role(departments.triage().doctor()), range);
        narration.remark(LearnText.decision(triage));
        step("the attending physician is trained from easy to hard, and the gate decides");
        Candidate attending = retraining.candidate(
                Role.ATTENDING, versions.role(departments.attending().doctor()), range);
        narration.remark(LearnText.decision(attending));
        return List.of(triage, attending);
    }

    private void step(String what) {
        narration.remark(++step + "/" + STEPS + " " + what);
    }
}
