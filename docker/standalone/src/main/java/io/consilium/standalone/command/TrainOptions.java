package io.consilium.standalone.command;

import io.consilium.problem.ConfigurationException;
import io.consilium.trainer.config.Configuration;
import io.consilium.trainer.config.EffectiveConfiguration;
import io.consilium.trainer.run.RunHistory;
import io.consilium.trainer.sample.SampleFile;
import io.consilium.trainer.sample.SampleRange;
import io.consilium.trainer.training.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all ways of training with samples have in common. */
final class TrainOptions {
    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "the checkpoint to start from (default: the generalist)")
    private Path model;

    @Option(names = "--samples", paramLabel = "FILE", description = "JSON lines: cases with their answers and opinions")
    private Path samples;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "Kafka address: learn from the samples topic in place of a file")
    private String bootstrap;

    @Mixin
    private SampleOptions topic;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "the run's directory")
    private Path out;

    @Option(names = "--config", paramLabel = "FILE", description = "a YAML file; the command line goes before it")
    private Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "one value of the configuration, such as learning_rate=1e-5 or stages[2].steps=40")
    private List<String> values = List.of();

    @Option(names = "--seed", description = "the same seed gives the same weights (default: 1)")
    private Long seed;

    @Option(names = "--resume", description = "go on with the run in the directory")
    private boolean resume;

    Path out() {
        return out;
    }

    boolean resume() {
        return resume;
    }

    /** @param defaults what holds where neither file nor command line say otherwise */
    Configuration configuration(Map<String, ?> defaults) {
        List<String> overrides = new ArrayList<>(values);
        add(overrides, "model", model);
        add(overrides, "samples", samples);
        if (bootstrap == null && topic.named()) {
            throw new ConfigurationException(
                    "There are no samples", List.of("--from and --to need --bootstrap, the address of their broker"));
        }
        if (bootstrap != null) {
            add(overrides, "sample_range", sampleRange());
        }
        add(overrides, "seed", seed);
        return config == null ? Configuration.of(defaults, overrides) : Configuration.read(config, defaults, overrides);
    }

    private String sampleRange() {
        if (resume && !topic.named()) {
            // What the stopped run learnt from, not what lies there now.
            EffectiveConfiguration before =
                    RunHistory.read(out).sheet().identity().configuration();
            return before.tree().path("sample_range").asText();
        }
        return topic.range(bootstrap).toString();
    }

    /**
     * The samples of a plan; of a range, what was corrected in it is told.
     *
     * @throws ConfigurationException when they cannot be used
     */
    SampleFile samples(Plan plan, Consumer<String> remarks) {
        if (plan.range().isEmpty()) {
            return SampleFile.read(plan.samples(), topic.images());
        }
        if (bootstrap == null) {
            throw new ConfigurationException(
                    "There are no samples", List.of("sample_range needs --bootstrap, the address of its broker"));
        }
        SampleRange range = topic.read(bootstrap, plan.range().get());
        remarks.accept(
                "samples: " + range.lines().size() + " of " + range.range().options());
        range.corrections().forEach(remarks);
        return range.samples(topic.images());
    }

    private static void add(List<String> overrides, String key, Object value) {
        if (value != null) {
            overrides.add(key + "=" + value);
        }
    }
}
