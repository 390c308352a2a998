package io.consilium.standalone.command;

import io.consilium.trainer.config.Configuration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        add(overrides, "seed", seed);
        return config == null ? Configuration.of(defaults, overrides) : Configuration.read(config, defaults, overrides);
    }

    private static void add(List<String> overrides, String key, Object value) {
        if (value != null) {
            overrides.add(key + "=" + value);
        }
    }
}
