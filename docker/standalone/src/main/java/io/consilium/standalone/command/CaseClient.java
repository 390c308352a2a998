package io.consilium.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consilium.problem.ConfigurationException;
import io.consilium.problem.TransientException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Asks the running service about one case. */
final class CaseClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration WITHIN = Duration.ofSeconds(5);

    private final String queries;

    CaseClient(String queries) {
        this.queries = queries;
    }

    /**
     * @throws ConfigurationException when the case is not known
     * @throws TransientException when the service cannot be reached or is not ready
     */
    JsonNode find(String caseId) {
        URI uri = URI.create(queries + "/cases/" + URLEncoder.encode(caseId, StandardCharsets.UTF_8));
        try {
            HttpResponse<byte[]> response = HttpClient.newBuilder()
                    .connectTimeout(WITHIN)
                    .build()
                    .send(HttpRequest.newBuilder(uri).timeout(WITHIN).build(), HttpResponse.BodyHandlers.ofByteArray());
            JsonNode body = JSON.readTree(response.body());
            return switch (response.statusCode()) {
                case 200 -> body;
                case 404 ->
                    throw new ConfigurationException(
                            "The case is not known", List.of(body.path("error").asText()));
                default -> throw new TransientException(body.path("error").asText(), null);
            };
        } catch (IOException e) {
            throw new TransientException(
                    "no service answers at " + queries + ": start one with 'consilium up', or name it with --queries",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("interrupted", e);
        }
    }
}
