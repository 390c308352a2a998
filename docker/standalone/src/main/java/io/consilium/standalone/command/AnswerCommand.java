package io.consilium.standalone.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.image.Picture;
import io.consilium.image.PictureException;
import io.consilium.image.PictureLimits;
import io.consilium.model.vlm.ChatPrompt;
import io.consilium.model.vlm.Completion;
import io.consilium.model.vlm.Generator;
import io.consilium.model.vlm.GeneratorSettings;
import io.consilium.model.vlm.ModelException;
import io.consilium.model.vlm.Precision;
import io.consilium.model.vlm.Sampling;
import io.consilium.model.vlm.VisionLanguageModel;
import io.consilium.problem.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "answer", description = "Asks a checkpoint directly, without the service.")
public final class AnswerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--model", paramLabel = "DIR", required = true, description = "a Qwen2.5-VL checkpoint directory")
    private Path model;

    @Option(names = "--image", paramLabel = "FILE", description = "a PNG or JPEG; may be given several times")
    private List<Path> images = new ArrayList<>();

    @Option(names = "--prompt", paramLabel = "TEXT", required = true, description = "what is asked")
    private String prompt;

    @Option(names = "--system", paramLabel = "TEXT", description = "the system message (default: the model family's)")
    private String system = "You are a helpful assistant.";

    @Option(names = "--max-tokens", defaultValue = "64", description = "default: ${DEFAULT-VALUE}")
    private int maxTokens;

    @Option(names = "--temperature", defaultValue = "0", description = "0 is greedy (default)")
    private double temperature;

    @Option(names = "--top-p", defaultValue = "1", description = "default: ${DEFAULT-VALUE}")
    private double topP;

    @Option(names = "--top-k", defaultValue = "0", description = "0 is all (default)")
    private int topK;

    @Option(names = "--seed", defaultValue = "0", description = "of the random stream (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--threads", defaultValue = "2", description = "default: ${DEFAULT-VALUE}")
    private int threads;

    @Option(names = "--json", description = "one JSON object: text, token ids, timings")
    private boolean json;

    @Override
    public Integer call() {
        Output output = new Output(spec);
        ChatPrompt chat = ChatPrompt.of(system, pictures(), prompt);
        long start = System.nanoTime();
        try (VisionLanguageModel loaded = VisionLanguageModel.load(model, Precision.CHECKPOINT);
                Generator generator = new Generator(loaded, new GeneratorSettings(1, 0, threads))) {
            double loadMs = ms(System.nanoTime() - start);
            Completion completion = completed(generator, chat);
            if (json) {
                output.json(view(loaded, completion, loadMs));
            } else {
                output.say(completion.text());
                output.remark(String.format(
                        "%d prompt tokens, %d new ones; loaded in %.0f ms, first token after %.0f ms, %.1f tokens/s after it",
                        completion.promptTokens(),
                        completion.tokens().length,
                        loadMs,
                        firstTokenMs(completion),
                        tokensPerSecond(completion)));
            }
        }
        return 0;
    }

    private Completion completed(Generator generator, ChatPrompt chat) {
        try {
            return generator
                    .submit(chat, new Sampling(maxTokens, temperature, topP, topK, seed, false))
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ModelException bad) {
                throw bad;
            }
            throw e;
        }
    }

    private List<Picture> pictures() {
        List<Picture> pictures = new ArrayList<>();
        for (Path image : images) {
            try {
                pictures.add(Picture.decode(Files.readAllBytes(image), PictureLimits.DEFAULT));
            } catch (IOException e) {
                throw new ConfigurationException(
                        "A picture cannot be read",
                        List.of(image + ": " + e.getClass().getSimpleName()));
            } catch (PictureException e) {
                throw new ConfigurationException("A picture cannot be used", List.of(image + ": " + e.getMessage()));
            }
        }
        return pictures;
    }

    private static ObjectNode view(VisionLanguageModel model, Completion completion, double loadMs) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("text", completion.text());
        ArrayNode tokens = view.putArray("token_ids");
        for (int token : completion.tokens()) {
            tokens.add(token);
        }
        view.put("finish", completion.finish().name());
        view.put("prompt_tokens", completion.promptTokens());
        view.put("model_version", model.version());
        view.put("load_ms", loadMs);
        view.put("first_token_ms", firstTokenMs(completion));
        view.put("total_ms", ms(completion.finishedNanos() - completion.queuedNanos()));
        view.put("tokens_per_s", tokensPerSecond(completion));
        return view;
    }

    /** The preparation of pictures included. */
    private static double firstTokenMs(Completion completion) {
        return ms(completion.firstTokenNanos() - completion.queuedNanos());
    }

    private static double tokensPerSecond(Completion completion) {
        long nanos = completion.finishedNanos() - completion.firstTokenNanos();
        return nanos <= 0 ? 0 : (completion.tokens().length - 1) * 1e9 / nanos;
    }

    private static double ms(long nanos) {
        return nanos / 1e6;
    }
}
