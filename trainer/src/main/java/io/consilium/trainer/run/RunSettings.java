package io.consilium.trainer.run;

import java.time.InstantSource;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How a run directory behaves.
 *
 * @param keep how many of the newest checkpoints stay, besides the marked ones; with 2 there is one to fall back on
 * @param mayChange configuration keys that a resumed run may have otherwise, such as {@code checkpoint_every}
 * @param notices is told in a sentence what a person should know, such as a damaged checkpoint
 */
public record RunSettings(int keep, Set<String> mayChange, InstantSource clock, Consumer<String> notices) {
    public RunSettings {
        mayChange = Set.copyOf(mayChange);
        if (keep < 1) {
            throw new IllegalArgumentException("keep: " + keep + "; at least one checkpoint has to stay");
        }
    }
}
