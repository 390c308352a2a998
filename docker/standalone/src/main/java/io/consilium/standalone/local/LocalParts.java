package io.consilium.standalone.local;

import io.consilium.problem.FatalException;
import io.consilium.standalone.Consilium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes processes of the service, each a part as {@code consilium run} knows it, that work on local brokers and with one
 * registry.
 *
 * @param directory in which each has one of its own, by its name
 * @param registryPort where the registry listens
 */
public record LocalParts(Path directory, Jvm jvm, LocalBrokers brokers, int registryPort) {

    /** What the others share; not started yet. */
    public LocalProcess registry(int heapMb, Map<String, String> environment) {
        List<String> options = List.of("--port", String.valueOf(registryPort));
        return process("registry", heapMb, environment, "registry", options);
    }

    public String registryUrl() {
        return "http://127.0.0.1:" + registryPort;
    }

    /**
     * Is not started yet.
     *
     * @param environment beside this process's own
     * @param part any but the registry
     */
    public LocalProcess part(
            String name, int heapMb, Map<String, String> environment, String part, List<String> options) {
        List<String> all = new ArrayList<>(List.of("--registry", registryUrl()));
        all.addAll(options);
        return process(name, heapMb, environment, part, all);
    }

    private LocalProcess process(
            String name, int heapMb, Map<String, String> environment, String part, List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("run", part, "--bootstrap", brokers.bootstrap()));
        arguments.addAll(options);
        Path own = directory.resolve(name);
        try {
            Files.createDirectories(own);
        } catch (IOException e) {
            throw new FatalException("the directory " + own + " cannot be made: " + e, e);
        }
        List<String> command = jvm.command(heapMb, Consilium.class.getName(), arguments);
        return new LocalProcess(name, command, environment, own.resolve("out.log"));
    }

    /** The stores' directory of a streams application. */
    public String state(String name) {
        return directory.resolve(name).resolve("state").toString();
    }

    /** The image store that all share. */
    public String images() {
        return "file:" + directory.resolve("images");
    }

    /** Whether a part says that it works. */
    public static boolean ready(LocalProcess process) {
        return process.said(" is ready at ");
    }
}
