package io.consilium.query;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.consilium.problem.ConfigurationException;
import io.consilium.problem.TransientException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@code GET /cases/ID} on the loopback address: a case's state, timeline and outcomes as JSON. */
public final class QueryServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueryServer.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CASES = "/cases/";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "query");
        thread.setDaemon(true);
        return thread;
    });

    private QueryServer(HttpServer server, Function<String, Optional<ObjectNode>> find) {
        this.server = server;
        server.createContext(CASES, exchange -> answer(exchange, find));
        server.setExecutor(threads);
        server.start();
    }

    /**
     * @param port 0 for any
     * @throws ConfigurationException when the port is in use
     */
    public static QueryServer start(int port, Function<String, Optional<ObjectNode>> find) {
        try {
            return new QueryServer(HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0), find);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "The query server cannot listen", List.of("port " + port + ": " + e.getMessage()));
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, Function<String, Optional<ObjectNode>> find) throws IOException {
        String caseId = URLDecoder.decode(
                exchange.getRequestURI().getRawPath().substring(CASES.length()), StandardCharsets.UTF_8);
        try {
            Optional<ObjectNode> found = find.apply(caseId);
            if (found.isPresent()) {
                send(exchange, 200, found.get());
            } else {
                send(exchange, 404, error("No case " + caseId + " is open or has closed in the last days."));
            }
        } catch (TransientException e) {
            send(exchange, 503, error(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("query failed", e);
            send(exchange, 500, error("The query failed; the service's log says why."));
        }
    }

    private static ObjectNode error(String message) {
        return JsonNodeFactory.instance.objectNode().put("error", message);
    }

    private static void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
