package io.consilium.standalone.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.model.vlm.GenerateBench;
import io.consilium.model.vlm.Precision;
import io.consilium.model.vlm.VisionLanguageModel;
import io.consilium.standalone.bench.ClusterBench;
import io.consilium.standalone.bench.DemoQuestions;
import io.consilium.standalone.bench.DemoTasks;
import io.consilium.standalone.bench.JourneyBench;
import io.consilium.standalone.service.Home;
import io.consilium.standalone.service.ScratchData;
import io.consilium.standalone.service.ServiceSettings;
import io.consilium.trainer.bench.GrpoBench;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "bench", description = "Measures speed.")
public final class BenchCommand implements Runnable {
    private static final List<Integer> BATCHES = List.of(1, 8, 32);

    /** Cases a second, which two cores lead to their verdicts with ease. */
    private static final int KILL_AT_RATE = 5;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which one? See consilium bench --help.");
    }

    @Command(
            name = "generate",
            description =
                    "Tokens a second of a checkpoint: demo cases, pictures prepared each time, 24 new tokens, greedy,"
                            + " f32, two threads, batches of 1, 8 and 32.")
    int generate(
            @Option(names = "--model", paramLabel = "DIR", description = "the checkpoint (default: the generalist)")
                    Path model,
            @Option(
                            names = "--passes",
                            defaultValue = "5",
                            description = "the median of so many (default: ${DEFAULT-VALUE})")
                    int passes,
            @Option(names = "--json", description = "one JSON object a batch: batch, tokens_per_s") boolean json) {
        if (passes < 1) {
            throw new ParameterException(spec.commandLine(), "--passes must be at least 1");
        }
        Output output = new Output(spec);
        Home home = Home.find();
        List<GenerateBench.Question> questions = DemoQuestions.of(home.demoCases());
        Path checkpoint = model == null ? home.models().resolve("generalist") : model;
        try (VisionLanguageModel loaded = VisionLanguageModel.load(checkpoint, Precision.F32)) {
            for (int batch : BATCHES) {
                GenerateBench.Result result = GenerateBench.run(loaded, questions, batch, passes);
                if (json) {
                    output.json(JsonNodeFactory.instance
                            .objectNode()
                            .put("batch", batch)
                            .put("tokens_per_s", result.tokensPerSecond()));
                } else {
                    output.say(
                            String.format(Locale.ROOT, "batch %2d  %8.0f tokens/s", batch, result.tokensPerSecond()));
                }
            }
        }
        return 0;
    }

    @Command(
            name = "grpo",
            description = "Completions a second of GRPO: 4 prompts a step with 8 replies of exactly 24 tokens, f32,"
                    + " beta 1e-3, two threads; and where the time goes.")
    int grpo(
            @Option(names = "--model", paramLabel = "DIR", description = "the checkpoint (default: the generalist)")
                    Path model,
            @Option(names = "--steps", defaultValue = "40", description = "measured ones (default: ${DEFAULT-VALUE})")
                    int steps,
            @Option(
                            names = "--json",
                            description = "one JSON object: samples_per_s, and rollout, reference and update as shares")
                    boolean json) {
        if (steps < 1) {
            throw new ParameterException(spec.commandLine(), "--steps must be at least 1");
        }
        Output output = new Output(spec);
        Home home = Home.find();
        Path checkpoint = model == null ? home.models().resolve("generalist") : model;
        GrpoBench.Result result = GrpoBench.run(checkpoint, DemoTasks.of(home.demoCases()), steps);
        if (json) {
            ObjectNode line = JsonNodeFactory.instance.objectNode().put("samples_per_s", result.samplesPerSecond());
            result.shares().forEach(line::put);
            output.json(line);
        } else {
            output.say(String.format(Locale.ROOT, "%.1f completions/s", result.samplesPerSecond()));
            result.shares()
                    .forEach((part, share) ->
                            output.say(String.format(Locale.ROOT, "  %-10s %3.0f %%", part, 100 * share)));
        }
        return 0;
    }

    @Command(
            name = "journey",
            description = "Latency at 50 cases a second, and throughput next to a bare exactly-once pass-through, with"
                    + " instant doctors on the embedded broker.")
    int journey(
            @Option(names = "--brief", description = "a minute instead of several, less sure") boolean brief,
            @Option(
                            names = "--commit-interval",
                            paramLabel = "MS",
                            defaultValue = "5",
                            description = "of every streams application here (default: ${DEFAULT-VALUE})")
                    long commitInterval,
            @Option(names = "--partitions", defaultValue = "2", description = "default: ${DEFAULT-VALUE}")
                    int partitions,
            @Option(names = "--json", description = "one JSON object: cases_per_s, ratio, p50_ms, p99_ms and more")
                    boolean json) {
        Output output = new Output(spec);
        try (ScratchData data = ScratchData.make("consilium-bench-")) {
            ServiceSettings settings = ServiceSettings.bundled(data.path())
                    .withCommitInterval(Duration.ofMillis(commitInterval))
                    .withPartitions(partitions)
                    .withSlots(256, 1);
            JourneyBench.Plan plan = brief ? JourneyBench.Plan.BRIEF : JourneyBench.Plan.FULL;
            report(new JourneyBench(settings, plan, output::remark).run(data::usedBy), json, output);
        }
        return 0;
    }

    @Command(
            name = "cluster",
            description =
                    "Brokers and the service as processes of this machine: cases a second by number of workers whose"
                            + " doctors take a fixed time, and how long cases wait when an instance of the journey is killed.")
    int cluster(
            @Option(
                            names = "--workers",
                            split = ",",
                            defaultValue = "1,2,4",
                            description = "how many, one measurement each, growing (default: ${DEFAULT-VALUE})")
                    List<Integer> workers,
            @Option(
                            names = "--service",
                            paramLabel = "MS",
                            defaultValue = "200",
                            description = "how long a doctor takes (default: ${DEFAULT-VALUE})")
                    long service,
            @Option(
                            names = "--slots",
                            defaultValue = "8",
                            description = "requests with a worker's doctors at a time (default: ${DEFAULT-VALUE})")
                    int slots,
            @Option(
                            names = "--seconds",
                            defaultValue = "20",
                            description = "of each measurement, at least (default: ${DEFAULT-VALUE})")
                    int seconds,
            @Option(
                            names = "--json",
                            description = "one JSON object for each number of workers, and one for the fail-over")
                    boolean json) {
        if (workers.stream().anyMatch(count -> count < 1) || service < 1 || slots < 1 || seconds < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--workers, --service, --slots and --seconds must be at least 1");
        }
        Output output = new Output(spec);
        try (ScratchData data = ScratchData.make("consilium-bench-")) {
            ClusterBench.Plan plan = new ClusterBench.Plan(
                    workers, Duration.ofMillis(service), slots, Duration.ofSeconds(seconds), KILL_AT_RATE);
            new ClusterReport(new ClusterBench(plan, output::remark).run(data.path(), data::usedBy)).say(json, output);
        }
        return 0;
    }

    private static void report(JourneyBench.Result result, boolean json, Output output) {
        if (json) {
            output.json(JsonNodeFactory.instance
                    .objectNode()
                    .put("cases_per_s", result.casesPerSecond())
                    .put("ratio", result.ratio())
                    .put("p50_ms", result.p50Ms())
                    .put("p99_ms", result.p99Ms())
                    .put("records_per_case", result.recordsPerCase())
                    .put("pass_through_per_s", result.passThroughPerSecond())
                    .put("state_bytes", result.stateBytes()));
            return;
        }
        output.say(String.format(
                Locale.ROOT,
                "latency at 50 cases/s   p50 %.0f ms, p99 %.0f ms%n"
                        + "throughput              %.0f cases/s × %.1f records = %.0f records/s%n"
                        + "bare pass-through       %.0f records/s%n"
                        + "ratio                   %.2f%n"
                        + "a journey in the store  %.0f bytes",
                result.p50Ms(),
                result.p99Ms(),
                result.casesPerSecond(),
                result.recordsPerCase(),
                result.casesPerSecond() * result.recordsPerCase(),
                result.passThroughPerSecond(),
                result.ratio(),
                result.stateBytes()));
    }
}
