package io.consilium.model.vlm;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.image.Picture;
import io.consilium.model.tensor.Scope;
import io.consilium.model.vlm.ChatPrompt.Message;
import io.consilium.model.vlm.ChatPrompt.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** A directory of reference outputs: cases.json and expected.safetensors. */
record Reference(Scope scope, SafetensorsFile tensors, List<String> images, List<Case> cases) {

    static Reference open(Scope scope, Path directory) {
        JsonNode json = Json.read(directory.resolve("cases.json"));
        List<String> images = new ArrayList<>();
        json.path("images").forEach(name -> images.add(name.asText()));
        List<Case> cases = new ArrayList<>();
        json.path("cases").forEach(each -> cases.add(new Case(each.path("name").asText(), each.path("rows"))));
        if (cases.isEmpty()) {
            throw new CheckpointException(directory + " holds no reference cases.");
        }
        return new Reference(scope, SafetensorsFile.open(directory.resolve("expected.safetensors")), images, cases);
    }

    /** Prompts that were computed as one batch. */
    record Case(String name, JsonNode rows) {
        List<ChatPrompt> prompts(Map<String, Picture> pictures) {
            List<ChatPrompt> prompts = new ArrayList<>();
            rows.forEach(row -> prompts.add(prompt(row, pictures)));
            return prompts;
        }

        private static ChatPrompt prompt(JsonNode row, Map<String, Picture> pictures) {
            Iterator<JsonNode> files = row.path("images").iterator();
            List<Message> messages = new ArrayList<>();
            for (JsonNode message : row.path("messages")) {
                String role = message.path("role").asText();
                JsonNode content = message.path("content");
                List<Part> parts = new ArrayList<>();
                if (content.isTextual()) {
                    parts.add(new Part.Text(content.asText()));
                }
                for (JsonNode part : content) {
                    boolean image = part.path("type").asText().equals("image");
                    parts.add(
                            image
                                    ? new Part.Image(pictures.get(files.next().asText()))
                                    : new Part.Text(part.path("text").asText()));
                }
                messages.add(new Message(role, parts));
            }
            return new ChatPrompt(messages);
        }
    }

    float[] floats(String name) {
        return tensors.view(scope, known(name)).toFloats();
    }

    long[] longs(String name) {
        return tensors.view(scope, known(name)).toLongs();
    }

    /** The token that fills the rows of a batch; 0 where nothing is filled. */
    int padding(String tokens, String mask) {
        long[] ids = longs(tokens);
        long[] keep = longs(mask);
        for (int i = 0; i < ids.length; i++) {
            if (keep[i] == 0) {
                return (int) ids[i];
            }
        }
        return 0;
    }

    private String known(String name) {
        if (!tensors.names().contains(name)) {
            throw new CheckpointException("expected.safetensors lacks '" + name + "'.");
        }
        return name;
    }
}
