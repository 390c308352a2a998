package io.consilium.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ProbesTest {
    private final AtomicReference<Standing> journey = new AtomicReference<>(Standing.WAITING);
    private final AtomicReference<Standing> worker = new AtomicReference<>(Standing.READY);
    private final Probes probes = new Probes();

    ProbesTest() {
        probes.add("journey", journey::get);
        probes.add("worker", worker::get);
    }

    @Test
    void shouldLeaveAnInstanceAliveThatStartsOrRestores() {
        assertThat(probes.live().yes()).isTrue();
        assertThat(probes.started().yes()).isFalse();
        assertThat(probes.ready().yes()).isFalse();
        assertThat(probes.ready().parts()).containsEntry("journey", Standing.WAITING);
    }

    @Test
    void shouldStayStartedWhenAPartWaitsAgain() {
        journey.set(Standing.READY);
        assertThat(probes.ready().yes()).isTrue();
        assertThat(probes.started().yes()).isTrue();

        journey.set(Standing.WAITING);

        assertThat(probes.started().yes()).isTrue();
        assertThat(probes.ready().yes()).isFalse();
        assertThat(probes.live().yes()).isTrue();
    }

    @Test
    void shouldNotBeAliveWithABrokenPart() {
        worker.set(Standing.BROKEN);

        assertThat(probes.live().yes()).isFalse();
        assertThat(probes.ready().yes()).isFalse();
    }

    @Test
    void shouldNotBeReadyWithoutParts() {
        assertThat(new Probes().ready().yes()).isFalse();
        assertThat(new Probes().live().yes()).isTrue();
    }
}
