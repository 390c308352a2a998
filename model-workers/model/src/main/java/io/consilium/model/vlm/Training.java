package io.consilium.model.vlm;

import java.util.List;
import java.util.Optional;

/**
 * What of a model is trained, and how.
 *
 * @param adapters low-rank adapters in place of the weights themselves
 * @param frozenVision whether the vision tower keeps its weights
 * @param bf16 whether the arithmetic is done in bfloat16; the trained weights stay f32
 * @param recompute whether layers are computed again on the way back instead of being kept (gradient checkpointing)
 */
public record Training(Optional<Adapters> adapters, boolean frozenVision, boolean bf16, boolean recompute) {
    /** Every weight, in f32, nothing computed twice. */
    public static final Training FULL = new Training(Optional.empty(), false, false, false);

    /**
     * LoRA (arXiv 2106.09685): W + alpha/rank · up · down.
     *
     * @param targets names of layers such as {@code q_proj}; the decoder's only
     */
    public record Adapters(int rank, double alpha, List<String> targets) {
        /** The decoder's matrices that can have an adapter. */
        public static final List<String> TARGETS =
                List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

        public Adapters {
            targets = List.copyOf(targets);
            if (rank < 1 || !(alpha > 0) || targets.isEmpty() || !TARGETS.containsAll(targets)) {
                throw new IllegalArgumentException("Adapters need a rank of 1 or more, an alpha above 0 and targets of "
                        + TARGETS + ": rank=" + rank + " alpha=" + alpha + " targets=" + targets);
            }
        }
    }
}
