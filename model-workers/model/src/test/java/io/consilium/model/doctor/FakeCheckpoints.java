package io.consilium.model.doctor;

import io.consilium.model.vlm.ChatPrompt;
import io.consilium.model.vlm.CheckpointException;
import io.consilium.model.vlm.Completion;
import io.consilium.model.vlm.FinishReason;
import io.consilium.model.vlm.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Checkpoints whose version is the text of their config.json; "broken" cannot be loaded. They say what the test says. */
final class FakeCheckpoints implements Checkpoints {
    final List<Path> loads = new ArrayList<>();
    final List<String> closed = new ArrayList<>();
    final List<ChatPrompt> prompts = new ArrayList<>();
    final List<Sampling> samplings = new ArrayList<>();
    Supplier<CompletableFuture<Completion>> reply =
            () -> CompletableFuture.completedFuture(says("<think>t</think><answer>yes</answer>"));

    Loading whileLoading = directory -> {};

    /** What happens while a checkpoint loads. */
    interface Loading {
        void of(Path directory) throws InterruptedException;
    }

    static Path checkpoint(Path directory, String version) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("config.json"), version);
        return directory;
    }

    static Completion says(String text) {
        return new Completion(text, new int[] {1, 2, 3}, 40, FinishReason.STOP, new float[3], 0, 0, 0, 0);
    }

    @Override
    public String version(Path directory) {
        try {
            return Files.readString(directory.resolve("config.json"));
        } catch (IOException e) {
            throw new CheckpointException("There is no checkpoint directory " + directory + ".", e);
        }
    }

    @Override
    public LoadedModel load(Path directory) {
        String version = version(directory);
        if (version.equals("broken")) {
            throw new CheckpointException(directory + " is truncated.");
        }
        try {
            whileLoading.of(directory);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        loads.add(directory);
        return new Fake(directory.getFileName().toString(), version);
    }

    private final class Fake implements LoadedModel {
        private final String name;
        private final String version;

        private Fake(String name, String version) {
            this.name = name;
            this.version = version;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String version() {
            return version;
        }

        @Override
        public CompletableFuture<Completion> submit(ChatPrompt prompt, Sampling sampling) {
            prompts.add(prompt);
            samplings.add(sampling);
            return reply.get();
        }

        @Override
        public void close() {
            closed.add(name);
        }
    }
}
