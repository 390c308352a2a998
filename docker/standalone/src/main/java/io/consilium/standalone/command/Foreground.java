package io.consilium.standalone.command;

import io.consilium.standalone.service.Assembly;
import io.consilium.standalone.service.PartProcess;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Runs a part until it fails or the process is told to stop. Says when the part is ready, in one line that programs may
 * wait for: {@code PART is ready at URL}. Told to stop, it finishes what is under way, leaves its group and ends with 0.
 */
final class Foreground {
    /** An application that restores its state is not ready for as long as that takes. */
    private static final Duration ANY_TIME = Duration.ofDays(365);

    private final String part;
    private final Output output;

    Foreground(String part, Output output) {
        this.part = part;
        this.output = output;
    }

    int run(Supplier<PartProcess> start) {
        long begun = System.nanoTime();
        PartProcess process = start.get();
        Assembly assembly = process.assembly();
        Thread stop = new Thread(() -> {
            output.remark("Stopping: finishing what is under way …");
            assembly.close();
            // What the JVM would end with is 128 and the signal's number, as if nothing had been finished.
            Runtime.getRuntime().halt(0);
        });
        Runtime.getRuntime().addShutdownHook(stop);
        if (assembly.awaitReady(ANY_TIME)) {
            output.say(String.format(
                    Locale.ROOT,
                    "%s is ready at %s after %.1f s",
                    part,
                    process.url(),
                    (System.nanoTime() - begun) / 1e9));
        }
        RuntimeException why = assembly.failure().toCompletableFuture().join();
        output.remark("consilium: " + why.getMessage());
        Runtime.getRuntime().removeShutdownHook(stop);
        assembly.close();
        return Failures.INTERNAL;
    }
}
