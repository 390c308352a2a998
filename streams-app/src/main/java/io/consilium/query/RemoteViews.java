package io.consilium.query;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.problem.TransientException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** The views that another instance gives over HTTP. Safe for threads. */
final class RemoteViews implements CaseViews {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration WITHIN = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final String url;
    private final HttpClient http;

    RemoteViews(String url, HttpClient http) {
        this.url = url;
        this.http = http;
    }

    static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(WITHIN)
                .build();
    }

    @Override
    public Optional<ObjectNode> find(String caseId) {
        return get(caseId, "");
    }

    @Override
    public Optional<ObjectNode> findHere(String caseId) {
        return get(caseId, CaseQueries.HERE);
    }

    private Optional<ObjectNode> get(String caseId, String query) {
        URI uri = URI.create(url
                + CaseQueries.PATH
                + URLEncoder.encode(caseId, StandardCharsets.UTF_8).replace("+", "%20")
                + query);
        try {
            HttpResponse<byte[]> response = http.send(
                    HttpRequest.newBuilder(uri).timeout(WITHIN).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            if (JSON.readTree(response.body()) instanceof ObjectNode body) {
                if (response.statusCode() == OK) {
                    return Optional.of(body);
                }
                throw new TransientException(body.path("error").asText(), null);
            }
            throw new TransientException("what answers at " + url + " is no instance of ours", null);
        } catch (IOException e) {
            throw new TransientException(
                    "no service answers at " + url + ": is it started, and is the address right?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("interrupted", e);
        }
    }
}
