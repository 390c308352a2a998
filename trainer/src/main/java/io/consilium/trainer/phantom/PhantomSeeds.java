package io.consilium.trainer.phantom;

import io.consilium.digest.Digest;
import io.consilium.problem.ConfigurationException;
import java.nio.ByteBuffer;
import java.util.List;

/** The rule for seeds of phantoms: those from {@link #EVALUATION_FROM} up are seen only when a model is measured. */
public final class PhantomSeeds {
    /** The first seed that is kept for evaluation. */
    public static final long EVALUATION_FROM = 4000;

    private PhantomSeeds() {}

    /**
     * The seed, if one may train or tune with it.
     *
     * @throws ConfigurationException when it is kept for evaluation
     */
    public static long forTraining(long seed) {
        if (seed >= EVALUATION_FROM) {
            throw new ConfigurationException(
                    "The seed cannot be used for training",
                    List.of("seed " + seed + ": seeds from " + EVALUATION_FROM
                            + " up are kept for evaluation, never to train or tune with; use a smaller one"));
        }
        return seed;
    }

    /** A seed of its own for each purpose, number and name: streams that start from such seeds have nothing in common. */
    public static long derive(Object... parts) {
        String[] texts = new String[parts.length];
        for (int i = 0; i < parts.length; i++) {
            texts[i] = String.valueOf(parts[i]);
        }
        return ByteBuffer.wrap(Digest.bytes(texts)).getLong();
    }
}
