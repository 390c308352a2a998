package io.consilium.model.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.image.Picture;
import io.consilium.record.FailureKind;
import io.consilium.record.Request;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The words of the OpenAI chat completions protocol: what is sent, and what an HTTP response says. Pure. Messages of its
 * errors never hold text of a response: that may repeat the case.
 */
final class ChatApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** What the model said. */
    record Said(String text, String model, int promptTokens, int completionTokens) {}

    private ChatApi() {}

    static byte[] body(String model, Prompt prompt, List<byte[]> pictures, Request request, int maxNewTokens) {
        ObjectNode body = JSON.createObjectNode();
        body.put("model", model);
        ArrayNode messages = body.putArray("messages");
        messages.addObject().put("role", "system").put("content", prompt.system());
        ArrayNode content = messages.addObject().put("role", "user").putArray("content");
        for (byte[] picture : pictures) {
            String data = "data:" + Picture.mediaType(picture) + ";base64,"
                    + Base64.getEncoder().encodeToString(picture);
            content.addObject().put("type", "image_url").putObject("image_url").put("url", data);
        }
        content.addObject().put("type", "text").put("text", prompt.user());
        body.put("max_tokens", maxNewTokens);
        body.put("temperature", request.getTemperature());
        body.put("seed", request.getSeed());
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }

    /** @throws RemoteException when the response is no reply */
    static Said said(HttpResponse<byte[]> response, String model, ApiKey key) {
        requireSuccess(response, model, key);
        String type = response.headers().firstValue("content-type").orElse("none");
        if (!type.startsWith("application/json")) {
            throw unreadable("its content type is no JSON");
        }
        JsonNode root = tree(response.body());
        JsonNode choice = root.path("choices").path(0);
        if (choice.isMissingNode()) {
            throw unreadable("it holds no choice");
        }
        JsonNode usage = root.path("usage");
        return new Said(
                text(choice.path("message").path("content")),
                root.path("model").asText(model),
                usage.path("prompt_tokens").asInt(0),
                usage.path("completion_tokens").asInt(0));
    }

    private static void requireSuccess(HttpResponse<byte[]> response, String model, ApiKey key) {
        int status = response.statusCode();
        if (status == 200) {
            return;
        }
        String what = "The model's server answered HTTP " + status;
        throw switch (status) {
            case 401, 403 -> RemoteException.lasting(FailureKind.UNAVAILABLE, what + "; it refuses " + key + ".");
            case 404 ->
                RemoteException.lasting(FailureKind.MODEL_GONE, what + "; it may not have model " + model + ".");
            case 400, 413, 422 ->
                RemoteException.lasting(
                        FailureKind.BAD_PROMPT, what + "; it does not take this text or these pictures.");
            case 408, 425, 429 -> RemoteException.passing(what + ".", retryAfter(response.headers()));
            default ->
                status >= 500
                        ? RemoteException.passing(what + ".", retryAfter(response.headers()))
                        : RemoteException.lasting(FailureKind.UNAVAILABLE, what + "; check its address.");
        };
    }

    private static JsonNode tree(byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            return root == null ? JSON.missingNode() : root;
        } catch (IOException e) { // its message quotes the reply
            throw unreadable("its JSON is broken");
        }
    }

    private static String text(JsonNode content) {
        if (content.isTextual()) {
            return content.asText();
        }
        if (!content.isArray()) {
            throw unreadable("its message has no text");
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asText("")));
        return text.toString();
    }

    private static RemoteException unreadable(String why) {
        return RemoteException.passing(
                FailureKind.UNAVAILABLE, "The model's server sent a response that cannot be read: " + why + ".");
    }

    /** The header's seconds; dates and nonsense are left to the usual delay. */
    private static Optional<Duration> retryAfter(HttpHeaders headers) {
        return headers.firstValue("retry-after")
                .filter(value -> value.matches("\\d{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .map(pause -> pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
    }
}
