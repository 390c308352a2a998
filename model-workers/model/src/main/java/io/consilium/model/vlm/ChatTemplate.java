package io.consilium.model.vlm;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.image.Picture;
import io.consilium.model.vlm.ChatPrompt.Message;
import io.consilium.model.vlm.ChatPrompt.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The chat template of the Qwen2.5-VL family, written in Java because its Jinja text would mix what the user said with
 * control tokens. A checkpoint that brings another template is refused; one without any gets this one.
 */
final class ChatTemplate {
    private static final String DEFAULT_SYSTEM = "You are a helpful assistant.";
    private static final List<String> MARKS = List.of(
            "<|im_start|>system\\n" + DEFAULT_SYSTEM + "<|im_end|>",
            "<|im_start|>assistant\\n",
            "<|vision_start|><|image_pad|><|vision_end|>",
            "add_generation_prompt");

    private ChatTemplate() {}

    /** A stretch of the rendered prompt. */
    sealed interface Piece {
        record Plain(String text) implements Piece {}

        record MessageStart() implements Piece {}

        record MessageEnd() implements Piece {}

        record Image(Picture picture) implements Piece {}
    }

    /** The prompt with the header of the reply at its end; neighbouring text is one piece, as the tokenizer must see it. */
    static List<Piece> render(ChatPrompt prompt) {
        List<Message> messages = new ArrayList<>(prompt.messages());
        if (!messages.get(0).role().equals("system")) {
            messages.add(0, Message.text("system", DEFAULT_SYSTEM));
        }
        List<Piece> pieces = new ArrayList<>();
        for (Message message : messages) {
            pieces.add(new Piece.MessageStart());
            StringBuilder text = new StringBuilder(message.role()).append('\n');
            for (Part part : message.parts()) {
                if (part instanceof Part.Text plain) {
                    text.append(plain.text());
                } else if (part instanceof Part.Image image) {
                    flush(text, pieces);
                    pieces.add(new Piece.Image(image.picture()));
                }
            }
            flush(text, pieces);
            pieces.add(new Piece.MessageEnd());
            text.append('\n');
            flush(text, pieces);
        }
        pieces.add(new Piece.MessageStart());
        pieces.add(new Piece.Plain("assistant\n"));
        return pieces;
    }

    private static void flush(StringBuilder text, List<Piece> pieces) {
        if (!text.isEmpty()) {
            pieces.add(new Piece.Plain(text.toString()));
            text.setLength(0);
        }
    }

    /** Refuses a checkpoint whose own template lacks what makes the family's. */
    static void check(Path directory) {
        find(directory).ifPresent(template -> {
            String normal = template.replace("\n", "\\n");
            for (String mark : MARKS) {
                if (!normal.contains(mark)) {
                    throw new CheckpointException(
                            directory + ": the chat template is not the one of the Qwen2.5-VL family" + " (it lacks "
                                    + mark + ").");
                }
            }
        });
    }

    private static Optional<String> find(Path directory) {
        try {
            Path jinja = directory.resolve("chat_template.jinja");
            if (Files.isRegularFile(jinja)) {
                return Optional.of(Files.readString(jinja));
            }
        } catch (IOException e) {
            throw new CheckpointException("Cannot read the chat template in " + directory + ": " + e.getMessage(), e);
        }
        for (String name : List.of("chat_template.json", "tokenizer_config.json")) {
            Path file = directory.resolve(name);
            if (Files.isRegularFile(file)) {
                JsonNode template = Json.read(file).path("chat_template");
                if (template.isTextual()) {
                    return Optional.of(template.asText());
                }
            }
        }
        return Optional.empty();
    }
}
