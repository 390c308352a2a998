package io.consilium.trainer.training;

import io.consilium.department.DepartmentsFile;
import io.consilium.model.doctor.PromptBook;
import io.consilium.model.tensor.Scope;
import io.consilium.model.vlm.SafetensorsFile;
import io.consilium.trainer.config.Configuration;
import io.consilium.trainer.config.Settled;
import io.consilium.trainer.phantom.CaseWriter;
import io.consilium.trainer.phantom.Opinion;
import io.consilium.trainer.phantom.PhantomCase;
import io.consilium.trainer.phantom.PhantomCases;
import io.consilium.trainer.phantom.PhantomSet;
import io.consilium.trainer.run.RunDirectory;
import io.consilium.trainer.run.RunIdentity;
import io.consilium.trainer.run.RunSettings;
import io.consilium.trainer.sample.SampleFile;
import io.consilium.trainer.sample.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Whole runs on the bundled starter and a few synthetic samples.
 *
 * @param samples where the samples lie
 * @param directory where the runs' own directories lie
 */
record TrainingScene(Path samples, Path directory) {
    static final Path STARTER = Path.of("../model-workers/starter/generalist");

    static void writeSamples(Path directory) {
        try (CaseWriter writer = CaseWriter.open(directory)) {
            PhantomCases.stream(PhantomSet.DEMO, 1, 30).forEach(about -> writer.write(about, opinions(about)));
        }
    }

    /** All right, all wrong or one wrong, in turn. */
    private static List<Opinion> opinions(PhantomCase about) {
        int index = Integer.parseInt(about.id().substring(about.id().length() - 5));
        String right = about.asked().answer();
        String wrong = about.asked().options().stream()
                .filter(option -> !option.equals(right))
                .findFirst()
                .orElseThrow();
        List<String> said = List.of(
                        List.of(right, right, right), List.of(wrong, wrong, wrong), List.of(right, wrong, right))
                .get(index % 3);
        List<Opinion> opinions = new ArrayList<>();
        for (String answer : said) {
            opinions.add(new Opinion(opinions.size() + 1, Optional.of(answer)));
        }
        return opinions;
    }

    static Map<String, Object> grpo(Map<String, ?> more) {
        Map<String, Object> values = new HashMap<>(Map.of(
                "prompts_per_step",
                2,
                "num_generations",
                4,
                "max_completion_length",
                24,
                "learning_rate",
                1e-3,
                "temperature",
                1.0,
                "skip_zero_variance",
                false));
        values.putAll(more);
        return values;
    }

    static Map<String, Object> sft(Map<String, ?> more) {
        Map<String, Object> values =
                new HashMap<>(Map.of("batch_size", 4, "learning_rate", 1e-3, "max_completion_length", 24));
        values.putAll(more);
        return values;
    }

    Settled<Plan> settled(Map<String, Object> values, Method method) {
        Map<String, Object> all = new HashMap<>(values);
        all.put("model", STARTER.toString());
        all.put("samples", samples.resolve("cases.jsonl").toString());
        all.put("validation", 0.2);
        return Configuration.of(all, List.of()).settle(section -> PlanReader.read(section, method));
    }

    static List<Course> courses(Plan plan, SampleFile samples) {
        Tasks tasks = new Tasks(PromptBook.bundled(), DepartmentsFile.bundled().names());
        return new SampleCourses(plan, samples.samples(), tasks).courses();
    }

    /** As when the power fails. */
    static final class PulledPlug extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** @param lines of progress before the plug is pulled */
    Path run(String name, Map<String, Object> values, Method method, boolean resume, int lines) {
        Settled<Plan> settled = settled(values, method);
        Plan plan = settled.settings();
        SampleFile samples = SampleFile.read(plan.samples());
        RunIdentity identity =
                new RunIdentity("test", "starter", settled.effective(), plan.seed(), samples.hash(), "none", "0", 2);
        RunSettings settings = new RunSettings(2, Set.of(), InstantSource.system(), notice -> {});
        Path out = directory.resolve(name);
        AtomicInteger told = new AtomicInteger();
        TrainingRun.Settings ways = new TrainingRun.Settings(
                plan.training(), plan.rewards(), 24, plan.threads(), plan.checkpointEvery(), 2, Duration.ZERO, line -> {
                    if (told.incrementAndGet() >= lines) {
                        throw new PulledPlug();
                    }
                });
        try (RunDirectory run =
                resume ? RunDirectory.resume(out, identity, settings) : RunDirectory.create(out, identity, settings)) {
            new TrainingRun(run, plan.model(), courses(plan, samples), ways).run();
        }
        return out;
    }

    static Map<String, Integer> weights(Path run, String role) {
        return weights(run.resolve("models").resolve(role));
    }

    /** A hash of every tensor by name. */
    static Map<String, Integer> weights(Path checkpoint) {
        SafetensorsFile file = SafetensorsFile.open(checkpoint.resolve("model.safetensors"));
        Map<String, Integer> hashes = new TreeMap<>();
        try (Scope scope = Scope.open()) {
            file.names()
                    .forEach(name -> hashes.put(
                            name, Arrays.hashCode(file.view(scope, name).toFloats())));
        }
        return hashes;
    }

    static List<Long> steps(Path run) throws IOException {
        try (Stream<String> lines = Files.lines(run.resolve("metrics.jsonl"))) {
            return lines.map(line -> Long.parseLong(line.replaceAll(".*\"step\":(\\d+).*", "$1")))
                    .toList();
        }
    }
}
