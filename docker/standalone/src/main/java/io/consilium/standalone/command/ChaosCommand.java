package io.consilium.standalone.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.audit.Report;
import io.consilium.standalone.chaos.ChaosResult;
import io.consilium.standalone.chaos.ChaosRun;
import io.consilium.standalone.chaos.FaultKind;
import io.consilium.standalone.chaos.Schedule;
import io.consilium.standalone.service.DirectoryRemoval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "chaos",
        description =
                "Drives cases through a service of twelve processes on this machine (three brokers, a registry, two"
                        + " of each application, two workers) while a schedule kills, pauses and cuts them off; then reads all"
                        + " topics and checks that nothing was lost and nothing was done twice.")
public final class ChaosCommand implements Callable<Integer> {
    private static final int SHOWN = 50;
    private static final Duration TOLD_EVERY = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec;

    @Option(names = "--cases", defaultValue = "1000", description = "how many are driven (default: ${DEFAULT-VALUE})")
    private int cases;

    @Option(names = "--faults", defaultValue = "10", description = "how much harm is done (default: ${DEFAULT-VALUE})")
    private int faults;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "the same seed makes the same cases and the same schedule (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--rate",
            paramLabel = "PER-SECOND",
            defaultValue = "20",
            description = "cases a second, however slow the service is (default: ${DEFAULT-VALUE})")
    private double rate;

    @Option(
            names = "--doctors",
            paramLabel = "KIND",
            defaultValue = "fixed:5",
            description = "fixed:MILLIS for doctors that know nothing and take so long, or real (default:"
                    + " ${DEFAULT-VALUE})")
    private String doctors;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "leaves there what the processes wrote and said; an empty directory, or a new one")
    private Path keep;

    @Option(names = "--json", description = "one JSON object for each violation, and one for the whole")
    private boolean json;

    private final long begun = System.nanoTime();

    @Override
    public Integer call() throws IOException {
        requireUsable();
        Output output = new Output(spec);
        Schedule schedule = schedule(output);
        schedule.faults().forEach(fault -> output.remark(fault.toString()));
        Path directory = keep == null ? Files.createTempDirectory("consilium-chaos-") : Files.createDirectories(keep);
        ChaosRun run = new ChaosRun(
                new ChaosRun.Plan(directory.toAbsolutePath(), cases, seed, rate, doctors, schedule), narrator(output));
        Thread atEnd = new Thread(() -> end(run, directory));
        Runtime.getRuntime().addShutdownHook(atEnd);
        try {
            ChaosResult result = run.run();
            show(result, output);
            return result.holds() ? 0 : Failures.INCOMPLETE;
        } finally {
            Runtime.getRuntime().removeShutdownHook(atEnd);
            end(run, directory);
        }
    }

    private Schedule schedule(Output output) {
        Set<FaultKind> kinds = FaultKind.possibleHere();
        EnumSet.complementOf(EnumSet.copyOf(kinds))
                .forEach(kind -> output.remark("Left out, this machine has no means for it: " + kind.words()));
        return Schedule.of(seed, faults, cases, kinds);
    }

    private void end(ChaosRun run, Path directory) {
        run.close();
        if (keep == null) {
            DirectoryRemoval.remove(directory);
        }
    }

    private void requireUsable() throws IOException {
        if (cases < 1 || faults < 0 || !(rate > 0)) {
            throw new ParameterException(
                    spec.commandLine(), "--cases must be at least 1, --faults at least 0, and --rate more than 0");
        }
        if (keep != null && Files.exists(keep)) {
            try (var files = Files.list(keep)) {
                if (files.findAny().isPresent()) {
                    throw new ParameterException(spec.commandLine(), "--keep " + keep + " is not empty");
                }
            }
        }
    }

    /** On a terminal one line that changes; elsewhere a line now and then. */
    private ChaosRun.Narrator narrator(Output output) {
        return new ChaosRun.Narrator() {
            private long told = System.nanoTime();

            @Override
            public void progress(String line) {
                output.progress(line);
                if (!output.isTerminal() && System.nanoTime() - told > TOLD_EVERY.toNanos()) {
                    told = System.nanoTime();
                    event(line);
                }
            }

            @Override
            public synchronized void event(String line) {
                output.remark(String.format(
                        Locale.ROOT,
                        "%5d s  %s",
                        Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
                        line));
            }
        };
    }

    private void show(ChaosResult result, Output output) {
        Report report = result.report();
        if (json) {
            report.violations()
                    .forEach(violation -> output.json(JsonNodeFactory.instance
                            .objectNode()
                            .put("rule", violation.rule().name())
                            .put("about", violation.about())
                            .put("what", violation.what())));
            output.json(summary(result));
            return;
        }
        report.violations().stream().limit(SHOWN).forEach(violation -> output.say(violation.toString()));
        if (report.violations().size() > SHOWN) {
            output.say("… and " + (report.violations().size() - SHOWN) + " more; --json shows them all");
        }
        output.say(text(result));
    }

    private String text(ChaosResult result) {
        Report report = result.report();
        String kinds = result.done().entrySet().stream()
                .map(done -> done.getValue() + " × " + done.getKey().words())
                .collect(Collectors.joining(String.format("%n  %-22s", "")));
        return String.format(
                Locale.ROOT,
                "%n  %-22s%s%n  %-22s%d of sources and clinicians acknowledged, %d in all topics%n"
                        + "  %-22s%d accepted: %d verdicts, %d without a verdict, %d withdrawn%n"
                        + "  %-22s%d rejections, %d dead letters, %d samples%n"
                        + "  %-22s%d answers beside the first, each request taken once%n"
                        + "  %-22s%s%n  %-22s%.1f s%n  %-22s%d s at %.1f cases/s, %d s in all%n  %-22s%s",
                "faults",
                kinds.isEmpty() ? "none" : kinds,
                "records",
                result.acknowledged(),
                report.records(),
                "cases",
                report.accepted(),
                report.decided(),
                report.noVerdict(),
                report.withdrawn(),
                "",
                report.refused(),
                report.deadLetters(),
                report.samples(),
                "absorbed",
                report.repeatedAnswers(),
                "ended by themselves",
                result.fallen().isEmpty() ? "none" : String.join(", ", result.fallen()),
                "longest silence",
                result.longestSilence().toMillis() / 1e3,
                "time",
                result.driving().toSeconds(),
                cases / (result.driving().toMillis() / 1e3),
                result.whole().toSeconds(),
                "seed " + seed,
                result.holds() ? "every rule holds" : problems(result));
    }

    private static String problems(ChaosResult result) {
        return result.report().violations().size() + " violations, " + result.unanswered()
                + " messages whose source was not told how they ended";
    }

    private ObjectNode summary(ChaosResult result) {
        Report report = result.report();
        ObjectNode line = JsonNodeFactory.instance
                .objectNode()
                .put("seed", seed)
                .put("cases", cases)
                .put("holds", result.holds())
                .put("violations", report.violations().size())
                .put("unanswered", result.unanswered())
                .put("acknowledged", result.acknowledged())
                .put("records", report.records())
                .put("accepted", report.accepted())
                .put("decided", report.decided())
                .put("no_verdict", report.noVerdict())
                .put("withdrawn", report.withdrawn())
                .put("refused", report.refused())
                .put("dead_letters", report.deadLetters())
                .put("samples", report.samples())
                .put("repeated_answers", report.repeatedAnswers())
                .put("longest_silence_ms", result.longestSilence().toMillis())
                .put("driving_s", result.driving().toSeconds())
                .put("whole_s", result.whole().toSeconds());
        ObjectNode done = line.putObject("faults");
        result.done().forEach((kind, count) -> done.put(kind.name(), count));
        result.fallen().forEach(line.putArray("ended_by_themselves")::add);
        return line;
    }
}
