package io.consilium.trainer.run;

import io.consilium.trainer.config.Configuration;
import io.consilium.trainer.config.EffectiveConfiguration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Identities and settings for runs of tests. */
public final class TestRuns {
    private TestRuns() {}

    public static RunIdentity identity(String dataHash, Map<String, ?> values) {
        return new RunIdentity(
                "grpo", "starter/generalist 0f3a", configuration(values), 7, dataHash, "abc1234", "0.1.0", 2);
    }

    public static RunSettings settings(InstantSource clock, Consumer<String> notices) {
        return new RunSettings(2, Set.of("checkpoint_every"), clock, notices);
    }

    private static EffectiveConfiguration configuration(Map<String, ?> values) {
        return Configuration.of(values, List.of())
                .settle(section ->
                        List.of(section.number("learning_rate", 1e-6, 0, 1), section.count("checkpoint_every", 50, 1)))
                .effective();
    }
}
