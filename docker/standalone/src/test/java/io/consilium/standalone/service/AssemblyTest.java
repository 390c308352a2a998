package io.consilium.standalone.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void shouldNotWaitLongerThanItIsToldToAndNameWhatIsNotReady() {
        assembly.readyWhen("journey", () -> false);
        assembly.readyWhen("feedback", () -> true);
        assembly.readyWhen("worker", () -> false);
        assertThatThrownBy(() -> assembly.requireReady(SHORT))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining(": journey, worker;");
    }

    /** As for models that take minutes to be loaded and tried. */
    @Test
    void shouldWaitForAPartThatIsBusy() {
        AtomicBoolean busy = new AtomicBoolean(true);
        assembly.busyWhile("models", busy::get);
        CompletableFuture.delayedExecutor(10 * SHORT.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> busy.set(false));
        assertThat(assembly.awaitReady(SHORT)).isTrue();
        assertThat(assembly.ready()).isTrue();
    }

    @Test
    void shouldNotWaitForABusyPartWhenAnotherHasFailedAndSayItsFault() {
        assembly.busyWhile("models", () -> true);
        FatalException fault = new FatalException("no room on the disk");
        assembly.watch(CompletableFuture.completedFuture(fault));
        assertThat(assembly.awaitReady(SHORT)).isFalse();
        assertThatThrownBy(() -> assembly.requireReady(SHORT)).isSameAs(fault);
    }
}
