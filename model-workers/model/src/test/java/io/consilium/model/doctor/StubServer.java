package io.consilium.model.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A chat completions server on the loopback that does what the test says: first the given things, then it replies. */
final class StubServer implements AutoCloseable {
    static final String REPLY = """
            {"id": "1", "model": "med-7b-0101", "choices": [{"index": 0, "finish_reason": "stop",
              "message": {"role": "assistant", "content": "<think>t</think><answer>yes</answer>"}}],
             "usage": {"prompt_tokens": 50, "completion_tokens": 12}}""";

    final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final Deque<Behaviour> next = new ArrayDeque<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    /** How one request is dealt with. */
    interface Behaviour {
        void handle(HttpExchange exchange) throws IOException, InterruptedException;
    }

    StubServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/chat/completions", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    synchronized StubServer then(Behaviour behaviour) {
        next.add(behaviour);
        return this;
    }

    StubServer thenStatus(int status, String... headers) {
        return then(exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            respond(exchange, status, "application/json", "{\"error\": {\"message\": \"secret-of-the-case\"}}");
        });
    }

    StubServer thenBody(String type, String body) {
        return then(exchange -> respond(exchange, 200, type, body));
    }

    /** Sends headers and half of the body, then nothing. */
    StubServer thenStall() {
        return then(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("{\"choices\":".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            closing.await();
        });
    }

    StubServer thenNothing() {
        return then(exchange -> closing.await());
    }

    /** Promises more than it sends and closes the connection. */
    StubServer thenBreak() {
        return then(exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            exchange.close();
        });
    }

    private void handle(HttpExchange exchange) throws IOException {
        bodies.add(new ObjectMapper().readTree(exchange.getRequestBody()));
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        authorizations.add(authorization == null ? "" : authorization);
        Behaviour behaviour;
        synchronized (this) {
            behaviour = next.isEmpty() ? one -> respond(one, 200, "application/json", REPLY) : next.poll();
        }
        try {
            behaviour.handle(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private static void respond(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
