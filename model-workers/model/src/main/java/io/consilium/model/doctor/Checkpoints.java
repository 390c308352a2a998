package io.consilium.model.doctor;

import io.consilium.model.vlm.ChatPrompt;
import io.consilium.model.vlm.CheckpointException;
import io.consilium.model.vlm.Completion;
import io.consilium.model.vlm.Generator;
import io.consilium.model.vlm.GeneratorSettings;
import io.consilium.model.vlm.Precision;
import io.consilium.model.vlm.Sampling;
import io.consilium.model.vlm.VisionLanguageModel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** How checkpoint directories become models. */
interface Checkpoints {

    /**
     * Content hash of a directory.
     *
     * @throws CheckpointException when it cannot be read
     */
    String version(Path directory);

    /** @throws CheckpointException when it cannot be loaded */
    LoadedModel load(Path directory);

    /** Each model gets a generator of its own. */
    static Checkpoints onThisMachine(Precision precision, GeneratorSettings settings) {
        return new Checkpoints() {
            @Override
            public String version(Path directory) {
                return VisionLanguageModel.versionOf(directory);
            }

            @Override
            public LoadedModel load(Path directory) {
                VisionLanguageModel model = VisionLanguageModel.load(directory, precision);
                return new Generating(model, new Generator(model, settings));
            }
        };
    }

    /** A model in this process and the generator that runs it. */
    record Generating(VisionLanguageModel model, Generator generator) implements LoadedModel {
        @Override
        public String name() {
            return model.name();
        }

        @Override
        public String version() {
            return model.version();
        }

        @Override
        public CompletableFuture<Completion> submit(ChatPrompt prompt, Sampling sampling) {
            return generator.submit(prompt, sampling);
        }

        @Override
        public void close() {
            generator.close();
            model.close();
        }
    }
}
