package io.consilium.standalone;

import io.consilium.standalone.service.Endpoints;
import io.consilium.topic.KafkaConnection;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code consilium up} in a process of its own, so that it can be killed. */
final class UpProcess implements AutoCloseable {
    private final Process process;
    private final Endpoints endpoints;

    private UpProcess(Process process, Endpoints endpoints) {
        this.process = process;
        this.endpoints = endpoints;
    }

    static UpProcess start(Path data) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Dconsilium.home=" + System.getProperty("consilium.home"),
                "-cp",
                System.getProperty("java.class.path"),
                Consilium.class.getName(),
                "up",
                "--data",
                data.toString(),
                "--port",
                "0",
                "--registry-port",
                "0",
                "--query-port",
                "0",
                "--threads",
                "2");
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new UpProcess(process, endpoints(process));
    }

    /** Reads what a user would read: where to connect. */
    private static Endpoints endpoints(Process process) throws IOException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        Map<String, String> found = new HashMap<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            String[] words = line.strip().split("\\s{2,}");
            if (words.length == 2) {
                found.put(words[0], words[1]);
            }
            if (line.startsWith("Publish cases")) {
                return new Endpoints(
                        KafkaConnection.plain(found.get("Kafka")),
                        found.get("schema registry"),
                        found.get("case queries").replace("/cases/ID", ""));
            }
        }
        throw new AssertionError("consilium up ended before it was up");
    }

    Endpoints endpoints() {
        return endpoints;
    }

    /** As kill -9 does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** @param name such as STOP */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                .inheritIO()
                .start()
                .waitFor();
    }

    /** As Ctrl-C does; returns the exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("consilium up did not stop within a minute");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
