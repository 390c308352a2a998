package io.consilium.standalone.command;

import io.consilium.standalone.chaos.ChaosResult;
import io.consilium.standalone.chaos.ChaosRun;
import io.consilium.standalone.service.ScratchData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "chaos",
        description =
                "Drives cases through a service of twelve processes on this machine (three brokers, a registry, two"
                        + " of each application, two workers), or through that of compose.yml, while a schedule kills,"
                        + " pauses and cuts them off; then reads all topics and checks that nothing was lost and nothing"
                        + " was done twice.")
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
            names = "--compose",
            paramLabel = "PROJECT",
            arity = "0..1",
            fallbackValue = "consilium",
            description = "harms a compose project that runs (default: ${FALLBACK-VALUE}, which docker/up brings up;"
                    + " DOCTORS=fixed:20 docker/up gives it doctors that are quick enough). What lies in its topics"
                    + " already is audited too. For trying out only: it is left with models that are none")
    private String compose;

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
        ChaosRun.Plan plan = new ChaosRun.Plan(cases, faults, seed, rate);
        if (compose != null) {
            return carryOut(ChaosRun.compose(plan, compose, narrator(output)), output);
        }
        if (keep != null) {
            return carryOut(local(plan, Files.createDirectories(keep), output), output);
        }
        try (ScratchData data = ScratchData.make("consilium-chaos-")) {
            ChaosRun run = local(plan, data.path(), output);
            data.usedBy(run);
            return carryOut(run, output);
        }
    }

    private ChaosRun local(ChaosRun.Plan plan, Path directory, Output output) {
        return ChaosRun.local(plan, directory.toAbsolutePath(), doctors, narrator(output));
    }

    private int carryOut(ChaosRun run, Output output) {
        run.schedule().faults().forEach(fault -> output.remark(fault.toString()));
        // On Ctrl-C too nothing is left of what was started, and what was harmed is mended.
        Runtime.getRuntime().addShutdownHook(new Thread(run::close));
        try (run) {
            ChaosResult result = run.run();
            show(new ChaosReport(seed, cases, result), output);
            return result.holds() ? 0 : Failures.INCOMPLETE;
        }
    }

    private void requireUsable() throws IOException {
        if (cases < 1 || faults < 0 || !(rate > 0)) {
            throw new ParameterException(
                    spec.commandLine(), "--cases must be at least 1, --faults at least 0, and --rate more than 0");
        }
        if (compose != null
                && (keep != null || spec.commandLine().getParseResult().hasMatchedOption("--doctors"))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--doctors and --keep are for processes that this command starts; with --compose say"
                            + " DOCTORS=fixed:20 docker/up, and docker/up logs");
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

    private void show(ChaosReport report, Output output) {
        if (json) {
            report.violations().forEach(output::json);
            output.json(report.summary());
        } else {
            report.lines(SHOWN).forEach(output::say);
        }
    }
}
