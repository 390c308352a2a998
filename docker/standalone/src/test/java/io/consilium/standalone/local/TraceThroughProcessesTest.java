package io.consilium.standalone.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.consilium.department.DepartmentsFile;
import io.consilium.monitor.Trace;
import io.consilium.standalone.Consilium;
import io.consilium.standalone.service.Home;
import io.consilium.standalone.service.WholeTopic;
import io.consilium.topic.Sources;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each part of the service and the command that publishes are processes of their own and send their spans themselves. */
class TraceThroughProcessesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int HEAP_MB = 192;

    /** What a process calls itself in an export request: a string of the resource that all its spans belong to. */
    private static final List<String> SERVICES =
            List.of("consilium-submit", "consilium-intake", "consilium-journey", "consilium-worker");

    @TempDir
    private Path directory;

    private final Queue<byte[]> exported = new ConcurrentLinkedQueue<>();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Ports ports = new Ports();
    private final Jvm jvm = Jvm.likeThisOne();
    private LocalBrokers brokers;
    private Map<String, String> environment;

    @BeforeEach
    void collect() throws IOException {
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", this::take);
        collector.start();
        opened.push(() -> collector.stop(0));
        environment = Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + collector.getAddress().getPort());
        brokers = new LocalBrokers(1, directory, ports, jvm);
        opened.push(brokers);
        brokers.start(TopicCatalogue.of(DepartmentsFile.bundled(), Sources.bundled(), 1));
    }

    @AfterEach
    void close() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    @Test
    void shouldBeOneFromSubmitToReply() throws IOException {
        LocalParts parts = new LocalParts(directory, jvm, brokers, ports.free());
        start(parts.registry(HEAP_MB, environment));
        start(
                part(parts, "intake", "--state", parts.state("intake"), "--images", parts.images()),
                part(parts, "journey", "--state", parts.state("journey")),
                part(parts, "worker", "--doctors", "fixed:0", "--images", parts.images()));

        submit(parts.registryUrl());

        byte[] trace = HexFormat.of().parseHex(traceOfTheCase());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(servicesThatTellOf(trace)).containsAll(SERVICES));
    }

    private LocalProcess part(LocalParts parts, String name, String... options) {
        return parts.part(name, HEAP_MB, environment, name, List.of(options));
    }

    private void start(LocalProcess... processes) {
        for (LocalProcess process : processes) {
            opened.push(process);
            process.start();
        }
        for (LocalProcess process : processes) {
            await(process.name()).atMost(PATIENCE).until(() -> LocalParts.ready(process));
        }
    }

    private void submit(String registry) throws IOException {
        Path demo = Home.find().demoCases();
        String first = Files.readAllLines(demo).get(0);
        Path cases = Files.writeString(
                directory.resolve("cases.json"), first.replace("images/", demo.resolveSibling("images") + "/"));
        List<String> words =
                List.of("submit", cases.toString(), "--bootstrap", brokers.bootstrap(), "--registry", registry);
        LocalProcess submit = new LocalProcess(
                "submit",
                jvm.command(HEAP_MB, Consilium.class.getName(), words),
                environment,
                directory.resolve("submit.log"));
        opened.push(submit);
        submit.start();
    }

    /** As its record's header names it. */
    private String traceOfTheCase() {
        List<String> traces = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            WholeTopic.read(brokers.kafka(), Topics.CASES, record -> Trace.of(record.headers())
                    .id()
                    .ifPresent(traces::add));
            return !traces.isEmpty();
        });
        return traces.get(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            exported.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
        }
    }

    /** A trace's id stands in a span as it is, sixteen bytes that nothing else has. */
    private Set<String> servicesThatTellOf(byte[] trace) {
        return exported.stream()
                .map(TraceThroughProcessesTest::text)
                .filter(request -> request.contains(text(trace)))
                .flatMap(request -> SERVICES.stream().filter(request::contains))
                .collect(Collectors.toSet());
    }

    /** A character for each byte. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
