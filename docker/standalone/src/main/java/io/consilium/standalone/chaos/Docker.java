package io.consilium.standalone.chaos;

import io.consilium.problem.ConfigurationException;
import io.consilium.problem.FatalException;
import io.consilium.problem.TransientException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code docker} command line. Safe for threads.
 *
 * @param program its name, or where it lies
 */
record Docker(String program) {
    private record Ended(int status, String out, String err) {}

    /**
     * What it printed.
     *
     * @throws TransientException with what it said when it could not do it
     */
    String run(String... words) {
        Ended ended = end(words);
        if (ended.status != 0) {
            throw new TransientException(
                    "'docker " + String.join(" ", words) + "': " + ended.err.strip(),
                    new IOException("it ended with status " + ended.status));
        }
        return ended.out.strip();
    }

    /** Whether it ends well. */
    boolean does(String... words) {
        return end(words).status == 0;
    }

    private Ended end(String... words) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(words));
        try {
            Process process = new ProcessBuilder(command).start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), out, err);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "Containers cannot be driven",
                    List.of("the docker command cannot be run: " + e.getMessage()
                            + "; install it, or leave out --compose"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FatalException("interrupted at 'docker " + String.join(" ", words) + "'", e);
        }
    }
}
