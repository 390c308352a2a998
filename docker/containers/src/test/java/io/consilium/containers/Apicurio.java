package io.consilium.containers;

import io.consilium.standalone.local.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A registry that is not ours, as a process beside this one; it keeps everything in memory. */
final class Apicurio implements AutoCloseable {
    private static final Path HOME = Path.of("target", "apicurio");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final int port;

    private Apicurio(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Apicurio start() {
        int port = new Ports().free();
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx192m",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + port,
                        "-Dapicurio.rules.global.compatibility=BACKWARD",
                        "-jar",
                        "apicurio-registry-app-3.0.9-runner.jar")
                .directory(HOME.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "apicurio.log").toFile());
        Apicurio registry = new Apicurio(started(builder), port);
        try {
            Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(registry::ready);
            return registry;
        } catch (RuntimeException e) {
            registry.close();
            throw e;
        }
    }

    private static Process started(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it speaks Confluent's protocol. */
    String url() {
        return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    }

    private boolean ready() throws IOException, InterruptedException {
        HttpRequest subjects =
                HttpRequest.newBuilder(URI.create(url() + "/subjects")).build();
        return HttpClient.newHttpClient()
                        .send(subjects, BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
