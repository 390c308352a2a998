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
 * Makes processes of the service, each a part as {@code consilium run} knows it, that work on local brokers.
 *
 * @param directory in which each has one of its own, by its name
 */
public record LocalParts(Path directory, Jvm jvm, LocalBrokers brokers) {

    /**
     * Is not started yet.
     *
     * @param environment beside this process's own
     */
    public LocalProcess part(
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
