package io.consilium.model.vlm;

import io.consilium.image.Picture;
import io.consilium.image.PictureLimits;
import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds a checkpoint, computed in f32, against reference outputs of Transformers: a directory with cases.json, images/ and
 * expected.safetensors (pixel_values, grid_thw and embeds of each image; input_ids, attention_mask, position_ids,
 * rope_deltas, logits, token_logps and greedy of each case).
 */
public final class Verify {
    private static final PictureLimits ANY = new PictureLimits(Integer.MAX_VALUE, 65_535, 1L << 30);

    private final VisionLanguageModel model;
    private final Reference reference;
    private final List<Check> checks = new ArrayList<>();

    /** One comparison: the worst difference found and what is allowed. */
    public record Check(String name, double worst, double tolerance) {
        public boolean passed() {
            return worst <= tolerance;
        }
    }

    /** All comparisons, in order. */
    public record Report(List<Check> checks) {
        public boolean passed() {
            return !checks.isEmpty() && checks.stream().allMatch(Check::passed);
        }
    }

    private Verify(VisionLanguageModel model, Reference reference) {
        this.model = model;
        this.reference = reference;
    }

    public static Report run(Path model, Path reference) {
        try (VisionLanguageModel loaded = VisionLanguageModel.load(model, Precision.F32);
                Scope scope = Scope.open()) {
            Verify verify = new Verify(loaded, Reference.open(scope, reference));
            Map<String, Picture> pictures = verify.images(reference.resolve("images"));
            verify.reference.cases().forEach(each -> verify.rows(each, pictures));
            return new Report(List.copyOf(verify.checks));
        }
    }

    private Map<String, Picture> images(Path directory) {
        Map<String, Picture> pictures = new LinkedHashMap<>();
        for (String file : reference.images()) {
            try {
                pictures.put(file, Picture.decode(Files.readAllBytes(directory.resolve(file)), ANY));
            } catch (IOException e) {
                throw new CheckpointException("Cannot read the reference picture " + file + ": " + e.getMessage(), e);
            }
            image(file, pictures.get(file));
        }
        return pictures;
    }

    private void image(String file, Picture picture) {
        String key = "image." + file + ".";
        Patches patches = model.images().process(picture);
        PatchGrid grid = patches.grid();
        equal(key + "grid_thw", new long[] {1, grid.rows(), grid.columns()});
        int patch = model.images().settings().patch();
        boolean resized = grid.columns() * patch != picture.width() || grid.rows() * patch != picture.height();
        double step = 2
                / 255.0
                / model.images().settings().deviation().stream()
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(1);
        float[] expected = reference.floats(key + "pixel_values");
        within(key + "pixel_values", expected, patches.values(), resized ? step : 1e-5);
        try (Scope scope = Scope.open()) {
            Tensor embeds = model.network().pictures(scope, List.of(new Patches(grid, expected)));
            scaled(key + "embeds", embeds.toFloats());
        }
    }

    private void rows(Reference.Case each, Map<String, Picture> pictures) {
        String key = "case." + each.name() + ".";
        List<PreparedPrompt> prompts =
                each.prompts(pictures).stream().map(model::prepare).toList();
        Batch batch = Batch.leftPadded(prompts, reference.padding(key + "input_ids", key + "attention_mask"));
        equal(key + "input_ids", batch.tokens());
        equal(key + "attention_mask", batch.keep());
        equal(key + "position_ids", batch.positions());
        equal(
                key + "rope_deltas",
                prompts.stream()
                        .mapToLong(prompt -> prompt.positions().next() - batch.width())
                        .toArray());
        try (Scope scope = Scope.open()) {
            Tensor logits = model.network().logits(scope, model.network().hidden(scope, batch));
            float[] all = logits.toFloats();
            int expected = reference.floats(key + "logits").length;
            scaled(key + "logits", expected == all.length ? all : last(all, batch));
            Tensor tokens = scope.longs(batch.tokens(), batch.rows(), batch.width());
            float[] logps = model.network()
                    .script()
                    .tensor(scope, "token_logps", logits, tokens)
                    .toFloats();
            tokenLogps(key + "token_logps", logps, batch);
        }
        greedy(key + "greedy", each, pictures);
    }

    private static float[] last(float[] logits, Batch batch) {
        int vocabulary = logits.length / batch.rows() / batch.width();
        float[] last = new float[batch.rows() * vocabulary];
        for (int row = 0; row < batch.rows(); row++) {
            int from = ((row + 1) * batch.width() - 1) * vocabulary;
            System.arraycopy(logits, from, last, row * vocabulary, vocabulary);
        }
        return last;
    }

    /** Compared where both the token and the one before it are no padding. */
    private void tokenLogps(String name, float[] actual, Batch batch) {
        float[] expected = reference.floats(name);
        double worst = expected.length == actual.length ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(expected.length, actual.length); i++) {
            int row = i / (batch.width() - 1);
            if (batch.keep()[i + row] == 1) {
                worst = Math.max(worst, Math.abs((double) expected[i] - actual[i]));
            }
        }
        checks.add(new Check(name, worst, 1e-3));
    }

    private void greedy(String name, Reference.Case each, Map<String, Picture> pictures) {
        List<ChatPrompt> prompts = each.prompts(pictures);
        long[] expected = reference.longs(name);
        int width = expected.length / prompts.size();
        long differing = 0;
        try (Generator generator = new Generator(model, new GeneratorSettings(prompts.size(), 0, 1))) {
            var replies = prompts.stream()
                    .map(prompt -> generator.submit(prompt, Sampling.greedy(width)))
                    .toList();
            for (int row = 0; row < replies.size(); row++) {
                int[] tokens = replies.get(row).join().tokens();
                for (int i = 0; i < tokens.length; i++) {
                    differing += tokens[i] == expected[row * width + i] ? 0 : 1;
                }
            }
        }
        checks.add(new Check(name, differing, 0));
    }

    private void equal(String name, long[] actual) {
        long[] expected = reference.longs(name);
        long differing = Math.abs(expected.length - actual.length);
        for (int i = 0; i < Math.min(expected.length, actual.length); i++) {
            differing += expected[i] == actual[i] ? 0 : 1;
        }
        checks.add(new Check(name, differing, 0));
    }

    /** Within 1e-4 of the expected tensor's greatest value. */
    private void scaled(String name, float[] actual) {
        float[] expected = reference.floats(name);
        double scale = 0;
        for (float value : expected) {
            scale = Math.max(scale, Math.abs(value));
        }
        within(name, expected, actual, 1e-4 * scale);
    }

    private void within(String name, float[] expected, float[] actual, double tolerance) {
        double worst = expected.length == actual.length ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(expected.length, actual.length); i++) {
            double difference = Math.abs((double) expected[i] - actual[i]);
            worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
        }
        checks.add(new Check(name, worst, tolerance));
    }
}
