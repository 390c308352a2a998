package io.consilium.model.vlm;

import io.consilium.image.Picture;
import java.util.ArrayList;
import java.util.List;

/** A conversation up to the reply that is wanted, in order. Text is always plain text: it can hold no control token. */
public record ChatPrompt(List<Message> messages) {

    public ChatPrompt {
        messages = List.copyOf(messages);
        if (messages.isEmpty()) {
            throw new PromptException("A prompt needs at least one message.");
        }
    }

    /** One system message and one user message that shows the pictures, then says the text. */
    public static ChatPrompt of(String system, List<Picture> pictures, String text) {
        List<Part> parts = new ArrayList<>();
        pictures.forEach(picture -> parts.add(new Part.Image(picture)));
        parts.add(new Part.Text(text));
        return new ChatPrompt(List.of(Message.text("system", system), new Message("user", parts)));
    }

    /** What one speaker says; roles are the chat template's own ({@code system}, {@code user}, {@code assistant}). */
    public record Message(String role, List<Part> parts) {

        public Message {
            parts = List.copyOf(parts);
            if (!role.matches("system|user|assistant")) {
                throw new PromptException("Unknown role '" + role + "': use system, user or assistant.");
            }
        }

        public static Message text(String role, String text) {
            return new Message(role, List.of(new Part.Text(text)));
        }
    }

    /** A piece of a message. */
    public sealed interface Part {
        /** Plain text. */
        record Text(String text) implements Part {}

        /** A picture at this place of the text. */
        record Image(Picture picture) implements Part {}
    }
}
