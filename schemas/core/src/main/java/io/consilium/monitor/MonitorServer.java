package io.consilium.monitor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.consilium.problem.ConfigurationException;
import io.consilium.problem.Scrubbed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one HTTP address of a process: {@code /live}, {@code /ready}, {@code /started} (200 or 503, with the standing of
 * each part), {@code /metrics} for Prometheus, and what else the process serves.
 */
public final class MonitorServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MonitorServer.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int FAILED = 500;
    private static final int UNAVAILABLE = 503;

    /** Some may wait for other instances and there are still some for the probes. */
    private static final int THREADS = 16;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "http");
        thread.setDaemon(true);
        return thread;
    });

    private MonitorServer(HttpServer server, Monitor monitor) {
        this.server = server;
        serve("/live", exchange -> probe(exchange, monitor.probes()::live));
        serve("/ready", exchange -> probe(exchange, monitor.probes()::ready));
        serve("/started", exchange -> probe(exchange, monitor.probes()::started));
        serve("/metrics", exchange -> metrics(exchange, monitor));
        server.setExecutor(threads);
        server.start();
    }

    /**
     * @param address port 0 for any
     * @throws ConfigurationException when it is in use or not of this machine
     */
    public static MonitorServer start(InetSocketAddress address, Monitor monitor) {
        try {
            return new MonitorServer(HttpServer.create(address, 0), monitor);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "The HTTP server cannot listen",
                    List.of(address.getHostString() + " port " + address.getPort() + ": " + e.getMessage()));
        }
    }

    /** For this machine only: what a query answers is a case's text. */
    public static MonitorServer start(int port, Monitor monitor) {
        return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), monitor);
    }

    /** Adds a path; a handler that fails is answered 500, and the log says why. */
    public void serve(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            try {
                handler.handle(exchange);
            } catch (RuntimeException e) {
                LOG.error("path={} failed through a defect", path, Scrubbed.of(e));
                send(exchange, FAILED, JsonNodeFactory.instance.objectNode().put("error", "The request failed."));
            } finally {
                exchange.close();
            }
        });
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    public static void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        send(exchange, status, "application/json", JSON.writeValueAsBytes(body));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void probe(HttpExchange exchange, Supplier<Probes.Answer> probe) throws IOException {
        Probes.Answer answer = probe.get();
        ObjectNode parts = JsonNodeFactory.instance.objectNode();
        answer.parts().forEach((name, standing) -> parts.put(name, standing.name()));
        send(exchange, answer.yes() ? OK : UNAVAILABLE, parts);
    }

    private static void metrics(HttpExchange exchange, Monitor monitor) throws IOException {
        byte[] text = monitor.scrape().getBytes(StandardCharsets.UTF_8);
        send(exchange, OK, "text/plain; version=0.0.4; charset=utf-8", text);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
