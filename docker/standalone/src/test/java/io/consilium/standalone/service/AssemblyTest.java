package io.consilium.standalone.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.problem.FatalException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class AssemblyTest {
    private static final Duration SHORT = Duration.ofMillis(50);

    private final Assembly assembly = new Assembly();

    @Test
    void shouldNotWaitLongerThanItIsToldTo() {
        assembly.readyWhen(() -> false);
        assertThat(assembly.awaitReady(SHORT)).isFalse();
    }

    /** As for models that take minutes to be loaded and tried. */
    @Test
    void shouldWaitForAPartThatIsBusy() {
        AtomicBoolean busy = new AtomicBoolean(true);
        assembly.busyWhile(busy::get);
        CompletableFuture.delayedExecutor(10 * SHORT.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> busy.set(false));
        assertThat(assembly.awaitReady(SHORT)).isTrue();
        assertThat(assembly.ready()).isTrue();
    }

    @Test
    void shouldNotWaitForABusyPartWhenAnotherHasFailed() {
        assembly.busyWhile(() -> true);
        assembly.watch(CompletableFuture.completedFuture(new FatalException("no room on the disk")));
        assertThat(assembly.awaitReady(SHORT)).isFalse();
    }
}
