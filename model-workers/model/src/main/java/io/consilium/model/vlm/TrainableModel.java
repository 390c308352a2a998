package io.consilium.model.vlm;

import io.consilium.model.tensor.ElementType;
import io.consilium.model.tensor.Gradients;
import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Script;
import io.consilium.model.tensor.Tensor;
import io.consilium.model.tensor.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Qwen2.5-VL checkpoint in training: f32 weights with gradients, and beside them a {@link #speaker()} that generates with
 * the weights of the last {@link #sync()}. Owned by one thread; the speaker may be used by others between two syncs.
 */
public final class TrainableModel implements AutoCloseable {
    private final Path source;
    private final Training training;
    private final Scope scope = Scope.open();
    private final VisionLanguageModel speaker;
    private final ReplyNetwork network;
    private final TrainableWeights weights;
    private final Lanes lanes;

    private TrainableModel(Path source, Training training, VisionLanguageModel speaker, int threads) {
        this.source = source;
        this.training = training;
        this.speaker = speaker;
        ModelConfig config = speaker.network().config();
        network = new ReplyNetwork(speaker.network());
        Map<String, Tensor> masters = Weights.copies(scope, source, config, ElementType.F32);
        weights = new TrainableWeights(scope, config, training, script(), masters);
        lanes = new Lanes(speaker.isSmall() ? threads : 1, "training");
        Torch.threads(speaker.isSmall() ? 1 : threads);
        clearGradients();
    }

    /**
     * Loads a directory in Hugging Face layout.
     *
     * @param threads for the arithmetic; the calling thread's own operations use them too, if the model is not small
     * @throws CheckpointException when it is no checkpoint that this model can be
     */
    public static TrainableModel load(Path directory, Training training, int threads) {
        VisionLanguageModel speaker =
                VisionLanguageModel.load(directory, training.bf16() ? Precision.BF16 : Precision.F32);
        try {
            return new TrainableModel(directory, training, speaker, threads);
        } catch (RuntimeException e) {
            speaker.close();
            throw e;
        }
    }

    private Script script() {
        return speaker.network().script();
    }

    /** A backward pass over nothing: from now on every trained weight has a gradient, so that a resumed run is like any other. */
    private void clearGradients() {
        try (Scope step = Scope.open();
                Gradients recorded = Torch.recordGradients()) {
            recorded.backward(script().tensor(
                            step, "nothing", step.list(List.copyOf(trained().values()))));
        }
    }

    /** What is trained, by name, in a fixed order: weights, or their adapters. Each has a gradient, which backward passes add to. */
    public Map<String, Tensor> trained() {
        return weights.trained();
    }

    /** Tokens that there are. */
    public int vocabulary() {
        return speaker.network().config().text().vocabulary();
    }

    /** Generates with the weights as they were at the last {@link #sync()}; closed with this model. */
    public VisionLanguageModel speaker() {
        return speaker;
    }

    /** Gives the speaker the weights as they are now; it must be idle. */
    public void sync() {
        try (Scope step = Scope.open()) {
            speaker.network().assign(weights.all(step));
        }
    }

    /** Text and pictures to tokens and patches; the expensive part can be kept and used again. */
    public EncodedPrompt encode(ChatPrompt prompt) {
        return new EncodedPrompt(speaker.prepare(prompt));
    }

    /** A prompt with replies given as text, which end as the model would end them. */
    public ReplyGroup group(EncodedPrompt prompt, List<String> replies) {
        return new ReplyGroup(
                prompt.prepared(), replies.stream().map(speaker::replyTokens).toList());
    }

    /** A prompt with replies given as tokens. */
    public ReplyGroup groupOfTokens(EncodedPrompt prompt, List<int[]> replies) {
        return new ReplyGroup(prompt.prepared(), replies);
    }

    /** A loss of one of several batches, and what else it leaves behind. */
    public interface Lesson<T> {
        /** @param pass closed by the caller; {@code backward} is to be called once */
        T learn(int index, ReplyPass pass);
    }

    /**
     * Has batches computed and learnt from; their gradients add up. A small model's batches are computed side by side, each by
     * one thread, a large one's one after the other, each by all threads.
     */
    public <T> List<T> learn(List<ReplyBatch> batches, Lesson<T> lesson) {
        if (lanes.count() == 1) {
            List<T> results = new ArrayList<>();
            for (int i = 0; i < batches.size(); i++) {
                results.add(learn(batches, i, lesson, weights));
            }
            return results;
        }
        try (Scope scope = Scope.open()) {
            List<TrainableWeights> twins =
                    batches.stream().map(batch -> weights.twin(scope)).toList();
            List<T> results = lanes.each(batches.size(), i -> learn(batches, i, lesson, twins.get(i)));
            twins.forEach(weights::addGradients);
            return results;
        }
    }

    private <T> T learn(List<ReplyBatch> batches, int index, Lesson<T> lesson, TrainableWeights own) {
        try (ReplyPass pass = pass(batches.get(index), own)) {
            return lesson.learn(index, pass);
        }
    }

    private ReplyPass pass(ReplyBatch batch, TrainableWeights own) {
        return training.recompute()
                ? new ReplyPass.Layerwise(network, script(), own, batch)
                : new ReplyPass.Whole(network, own, batch);
    }

    /** How many batches are computed side by side. */
    public int lanes() {
        return lanes.count();
    }

    /** What is done with the logits {@code [rows, width, vocabulary]} of one of several batches. */
    public interface Reading {
        Tensor read(Scope scope, int index, Tensor logits);
    }

    /** Reads something, owned by the given scope, from each batch's logits under frozen weights, without gradients. */
    public List<Tensor> read(Scope owner, List<ReplyBatch> batches, FrozenWeights frozen, Reading reading) {
        List<Scope> scopes = batches.stream().map(batch -> Scope.open()).toList();
        try {
            List<Tensor> results = lanes.each(batches.size(), i -> {
                Scope step = scopes.get(i);
                return reading.read(step, i, network.logits(step, batches.get(i), frozen.weights()));
            });
            return results.stream().map(result -> owner.keep(result)).toList();
        } finally {
            scopes.forEach(Scope::close);
        }
    }

    /** The weights as they are now (with adapters: as they were before training), kept until closed. */
    public FrozenWeights freeze() {
        Scope owner = Scope.open();
        return new FrozenWeights(owner, weights.frozen(owner));
    }

    /** A copy of the weights in effect now, kept until closed. */
    public FrozenWeights snapshot() {
        Scope owner = Scope.open();
        return new FrozenWeights(owner, weights.snapshot(owner));
    }

    /** Gives the speaker other weights than the present ones; it must be idle. */
    public void speakWith(FrozenWeights frozen) {
        speaker.network().assign(frozen.weights());
    }

    /** The weights of another checkpoint of the same shape. */
    public FrozenWeights frozen(Path directory) {
        Scope owner = Scope.open();
        ModelConfig config = speaker.network().config();
        Map<String, Tensor> loaded = Weights.copies(owner, directory, config, speaker.type());
        return new FrozenWeights(owner, NetworkWeights.of(owner, config, loaded));
    }

    /** Writes a checkpoint directory in Hugging Face layout, adapters merged, in the format that config.json names. */
    public void save(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.filter(TrainableModel::goesAlong).toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
        try (Scope step = Scope.open()) {
            Map<String, Tensor> stored = new LinkedHashMap<>();
            weights.merged(step).forEach((name, weight) -> stored.put(WeightLayout.stored(name), weight));
            SafetensorsWriter.write(
                    directory.resolve("model.safetensors"),
                    stored,
                    speaker.network().config().type());
        }
    }

    private static boolean goesAlong(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file)
                && name.matches(".*\\.(json|txt|jinja)")
                && !name.equals("model.safetensors.index.json");
    }

    @Override
    public void close() {
        lanes.close();
        scope.close();
        speaker.close();
    }
}
