package io.consilium.standalone.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.department.DepartmentsFile;
import io.consilium.record.JournalEntry;
import io.consilium.record.Reply;
import io.consilium.serde.RecordSerdes;
import io.consilium.standalone.cases.CaseFile;
import io.consilium.standalone.cases.CaseRun;
import io.consilium.standalone.cases.Score;
import io.consilium.standalone.cases.WrittenCase;
import io.consilium.standalone.service.Endpoints;
import io.consilium.standalone.service.Home;
import io.consilium.standalone.service.LocalStaff;
import io.consilium.standalone.service.RecordPublisher;
import io.consilium.standalone.service.ScratchData;
import io.consilium.standalone.service.Service;
import io.consilium.standalone.service.ServiceSettings;
import io.consilium.standalone.service.Tail;
import io.consilium.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The whole service on the bundled cases: what a newcomer sees first. */
public final class Demo {
    private static final String SOURCE = "demo";
    private static final int UNDER_WAY = 64;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Home home;
    private final Consumer<String> progress;
    private final Consumer<String> remark;

    /**
     * @param progress shown while cases travel, each line in place of the last
     * @param remark shown once
     */
    public Demo(Home home, Consumer<String> progress, Consumer<String> remark) {
        this.home = home;
        this.progress = progress;
        this.remark = remark;
    }

    /**
     * @param keep where the data stays; without it nothing is left behind
     * @param line told of each case as it ends
     * @param text told what people read at the end
     * @return whether every case got a verdict
     */
    public boolean run(int count, Optional<Path> keep, Consumer<ObjectNode> line, Consumer<String> text) {
        List<WrittenCase> cases = cases(count);
        if (keep.isPresent()) {
            return run(cases, keep.get(), service -> {}, line, text);
        }
        try (ScratchData data = ScratchData.make("consilium-demo-")) {
            return run(cases, data.path(), data::usedBy, line, text);
        }
    }

    private boolean run(
            List<WrittenCase> cases,
            Path data,
            Consumer<Service> running,
            Consumer<ObjectNode> line,
            Consumer<String> text) {
        ServiceSettings settings = ServiceSettings.bundled(data);
        progress.accept("Starting broker, registry, intake, journey and doctors …");
        long start = System.nanoTime();
        try (Service service = Service.start(
                settings,
                LocalStaff.open(
                        DepartmentsFile.bundled(),
                        home.models(),
                        settings.weights(),
                        settings.slots(),
                        LocalStaff.THREADS))) {
            running.accept(service);
            remark.accept(
                    String.format("Everything is up after %.1f s; publishing %d cases.", seconds(start), cases.size()));
            return watched(cases, service.endpoints(), service.serdes(), line, text);
        }
    }

    /** The same cases, through a service that runs elsewhere; where it saw them before, it repeats their verdicts. */
    public boolean runAt(
            Endpoints service, RecordSerdes serdes, int count, Consumer<ObjectNode> line, Consumer<String> text) {
        List<WrittenCase> cases = cases(count);
        remark.accept("Publishing " + cases.size() + " cases to the service at "
                + service.kafka().bootstrap() + ".");
        return watched(cases, service, serdes, line, text);
    }

    private List<WrittenCase> cases(int count) {
        return CaseFile.read(home.demoCases(), CaseFile.Format.CONSILIUM, SOURCE).cases().stream()
                .limit(count)
                .toList();
    }

    private boolean watched(
            List<WrittenCase> cases,
            Endpoints service,
            RecordSerdes serdes,
            Consumer<ObjectNode> line,
            Consumer<String> text) {
        try (RecordPublisher publisher = new RecordPublisher(service, serdes);
                Tail<Reply> replies = new Tail<>(service, serdes, Reply.class, List.of(Topics.replies(SOURCE)));
                JournalWatch watch = new JournalWatch(
                        new Tail<>(service, serdes, JournalEntry.class, List.of(Topics.JOURNAL)),
                        cases.size(),
                        progress)) {
            watch.start();
            return publish(cases, new CaseRun(publisher, replies, UNDER_WAY, PATIENCE), line, text);
        }
    }

    private boolean publish(List<WrittenCase> cases, CaseRun run, Consumer<ObjectNode> line, Consumer<String> text) {
        DemoReport report = new DemoReport();
        long start = System.nanoTime();
        List<WrittenCase> unanswered = run.run(cases, ended -> {
            Score score = new Score(ended);
            report.add(score);
            line.accept(DemoReport.json(score));
        });
        double seconds = seconds(start);
        text.accept(report.table() + System.lineSeparator());
        text.accept(report.accuracies());
        text.accept(String.format(
                "%d cases in %.1f s. The pictures are synthetic and the checkpoints tiny: this shows the flow, not medicine.",
                cases.size() - unanswered.size(), seconds));
        unanswered.forEach(written -> remark.accept("no reply about " + written.messageId()));
        return unanswered.isEmpty() && report.allDecided();
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }
}
