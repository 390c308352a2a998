package io.consilium.model.vlm;

import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Script;
import io.consilium.model.tensor.Tensor;
import io.consilium.model.tensor.TensorList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pictures to tokens over given weights, plain or fused (fused.py). Thread-safe; plain weights receive gradients. */
final class VisionTower {
    /** Calls are cut to about this many patches, to bound their memory. */
    private static final int PATCHES_AT_ONCE = 8_192;

    private final Script script;
    private final VisionConfig vision;
    private final TensorList weights;
    private final boolean isFused;
    private final long[] fullBlocks;

    VisionTower(Script script, VisionConfig vision, TensorList weights, boolean isFused) {
        this.script = script;
        this.vision = vision;
        this.weights = weights;
        this.isFused = isFused;
        fullBlocks = new long[vision.depth()];
        vision.fullBlocks().forEach(block -> fullBlocks[block] = 1);
    }

    /** The tokens of the pictures, one after the other: {@code [tokens, hidden]}. Pictures of one size are computed together. */
    Tensor tokens(Scope scope, List<Patches> pictures) {
        Map<PatchGrid, List<Integer>> bySize = new LinkedHashMap<>();
        for (int i = 0; i < pictures.size(); i++) {
            bySize.computeIfAbsent(pictures.get(i).grid(), grid -> new ArrayList<>())
                    .add(i);
        }
        Tensor[] tokens = new Tensor[pictures.size()];
        bySize.forEach((grid, members) -> {
            int atOnce = Math.max(1, PATCHES_AT_ONCE / grid.patches());
            for (int from = 0; from < members.size(); from += atOnce) {
                List<Integer> part = members.subList(from, Math.min(from + atOnce, members.size()));
                Tensor batch =
                        sameSize(scope, grid, part.stream().map(pictures::get).toList());
                for (int i = 0; i < part.size(); i++) {
                    tokens[part.get(i)] = script.tensor(scope, "pick", batch, i);
                }
            }
        });
        return script.tensor(scope, "join", scope.list(List.of(tokens)));
    }

    /** {@code [pictures, tokens, hidden]}. */
    private Tensor sameSize(Scope scope, PatchGrid grid, List<Patches> pictures) {
        WindowPlan plan = WindowPlan.of(grid, vision);
        return script.tensor(
                scope,
                isFused ? "fused_vision" : "vision",
                pixels(scope, grid, pictures),
                weights,
                scope.floats(plan.angles(), grid.patches(), vision.headSize() / 2),
                scope.longs(plan.order()),
                scope.longs(plan.back()),
                plan.runs(),
                fullBlocks,
                vision.heads(),
                vision.unit());
    }

    /** {@code [pictures, patches, values]}; of the frames, which are alike, the fused form takes the first. */
    private Tensor pixels(Scope scope, PatchGrid grid, List<Patches> pictures) {
        int frames = vision.temporalPatch() * vision.patch() * vision.patch();
        int taken = isFused ? vision.patch() * vision.patch() : frames;
        int each = vision.patchValues() / frames * taken;
        float[] values = new float[pictures.size() * grid.patches() * each];
        int at = 0;
        for (Patches picture : pictures) {
            for (int from = 0; from < picture.values().length; from += frames, at += taken) {
                System.arraycopy(picture.values(), from, values, at, taken);
            }
        }
        return scope.floats(values, pictures.size(), grid.patches(), each);
    }
}
