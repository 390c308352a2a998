package io.consilium.query;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.consilium.monitor.MonitorServer;
import io.consilium.problem.ConfigurationException;
import io.consilium.problem.Scrubbed;
import io.consilium.problem.TransientException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@code GET /cases/ID}: a case's state, timeline and outcomes as JSON, wherever they lie. */
public final class QueryServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueryServer.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    static final String CASES = "/cases/";

    /** What an instance adds when it asks another, which then asks nobody. */
    static final String HERE = "?here";

    /** Instances ask each other: a few may wait for an answer and there are still some to give one. */
    private static final int THREADS = 8;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "query");
        thread.setDaemon(true);
        return thread;
    });

    private QueryServer(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
    }

    /**
     * @param address its port 0 for any
     * @throws ConfigurationException when it cannot listen there
     */
    public static QueryServer bind(InetSocketAddress address) {
        try {
            return new QueryServer(HttpServer.create(address, 0));
        } catch (IOException e) {
            throw new ConfigurationException(
                    "The query server cannot listen", List.of(address + ": " + e.getMessage()));
        }
    }

    /** Begins to answer; until then those who ask wait. */
    public void serve(CaseViews cases) {
        server.createContext(CASES, exchange -> answer(exchange, cases));
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** Adds the queries to what a process serves already. */
    public static void serve(CaseViews cases, MonitorServer server) {
        server.serve(CASES, exchange -> answer(exchange, cases));
    }

    private static void answer(HttpExchange exchange, CaseViews cases) throws IOException {
        String caseId = URLDecoder.decode(
                exchange.getRequestURI().getRawPath().substring(CASES.length()), StandardCharsets.UTF_8);
        try {
            boolean here = exchange.getRequestURI().getRawQuery() != null;
            Optional<ObjectNode> found = here ? cases.findHere(caseId) : cases.find(caseId);
            if (found.isPresent()) {
                send(exchange, 200, found.get());
            } else {
                send(exchange, 404, error("No case " + caseId + " is open or has closed in the last days."));
            }
        } catch (TransientException e) {
            send(exchange, 503, error(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("query failed", Scrubbed.of(e));
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
