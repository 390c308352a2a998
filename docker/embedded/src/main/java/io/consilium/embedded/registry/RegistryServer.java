package io.consilium.embedded.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.consilium.problem.FatalException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speaks HTTP: reads a request, finds its route, writes the answer or Confluent's error object. Safe for threads. */
final class RegistryServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryServer.class);
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final String LOOPBACK = "127.0.0.1";
    private static final int LARGEST_BODY = 8 << 20;
    private static final int THREADS = 4;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Route> routes;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, RegistryServer::thread);

    RegistryServer(InetSocketAddress address, List<Route> routes) {
        this.routes = routes;
        this.http = bind(address);
        http.createContext("/", this::handle);
        http.setExecutor(threads);
        http.start();
    }

    int port() {
        return http.getAddress().getPort();
    }

    String url() {
        return "http://" + LOOPBACK + ":" + port();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdown();
    }

    private static HttpServer bind(InetSocketAddress address) {
        // Read once, when the server's classes load: without it each answer waits 40 ms for a delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            return HttpServer.create(address, 0);
        } catch (BindException e) {
            throw new FatalException(
                    "Port " + address.getPort() + " is taken (" + e.getMessage()
                            + "); stop the program that uses it or choose another port for the schema registry.",
                    e);
        } catch (IOException e) {
            throw new FatalException("The schema registry cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "schema-registry");
        thread.setDaemon(true);
        return thread;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] answer;
            int status = 200;
            try {
                answer = bytes(route(exchange));
            } catch (RegistryError e) {
                status = e.status();
                answer = JSON.writeValueAsBytes(Map.of("error_code", e.code(), "message", e.getMessage()));
            } catch (RuntimeException e) {
                LOG.error("event=registry-failed method={} path={}", exchange.getRequestMethod(), path(exchange), e);
                status = 500;
                answer = JSON.writeValueAsBytes(Map.of("error_code", 50001, "message", String.valueOf(e.getMessage())));
            }
            exchange.getResponseHeaders().set("Content-Type", MEDIA_TYPE);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private Object route(HttpExchange exchange) throws IOException {
        JsonNode body = body(exchange);
        List<String> segments = Route.segments(path(exchange)).stream()
                .map(segment -> decode(segment.replace("+", "%2B")))
                .toList();
        boolean known = false;
        for (Route route : routes) {
            Optional<Map<String, String>> names = route.match(segments);
            known |= names.isPresent();
            if (names.isPresent() && route.method().equals(exchange.getRequestMethod())) {
                return route.answer().apply(new Call(names.get(), query(exchange), body));
            }
        }
        throw known ? RegistryError.noMethod() : RegistryError.noRoute();
    }

    private static JsonNode body(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            throw RegistryError.badRequest("The request is larger than " + LARGEST_BODY + " bytes.");
        }
        try {
            return body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw RegistryError.badRequest("The request is not JSON: " + e.getOriginalMessage());
        }
    }

    private static byte[] bytes(Object answer) throws JsonProcessingException {
        return answer instanceof Route.Verbatim verbatim
                ? verbatim.json().getBytes(StandardCharsets.UTF_8)
                : JSON.writeValueAsBytes(answer);
    }

    private static String path(HttpExchange exchange) {
        return exchange.getRequestURI().getRawPath();
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> parameters = new HashMap<>();
        String query =
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw RegistryError.badRequest("'" + text + "' is not a valid part of an address");
        }
    }
}
