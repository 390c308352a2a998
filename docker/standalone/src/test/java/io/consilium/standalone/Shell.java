package io.consilium.standalone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consilium.standalone.service.Endpoints;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Runs commands as a user's shell would, and keeps what they print. */
final class Shell {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Shell() {}

    /** What a command left behind. */
    record Result(int exitCode, String out, String err) {

        List<JsonNode> json() {
            List<JsonNode> lines = new ArrayList<>();
            for (String line : out.lines().toList()) {
                try {
                    lines.add(JSON.readTree(line));
                } catch (JsonProcessingException e) {
                    throw new AssertionError("not JSON on standard output: " + line, e);
                }
            }
            return lines;
        }
    }

    static Result run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commands = Consilium.commandLine();
        commands.setOut(new PrintWriter(out, true));
        commands.setErr(new PrintWriter(err, true));
        int exitCode = commands.execute(arguments);
        return new Result(exitCode, out.toString(), err.toString());
    }

    /** A command against a running service. */
    static Result run(Endpoints endpoints, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--bootstrap",
                endpoints.kafka().bootstrap(),
                "--registry",
                endpoints.registry(),
                "--queries",
                endpoints.queries()));
        return run(all.toArray(String[]::new));
    }

    /** A command in a process of its own, which may be killed. */
    static Process process(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Dconsilium.home=" + System.getProperty("consilium.home"),
                "-cp",
                System.getProperty("java.class.path"),
                Consilium.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
