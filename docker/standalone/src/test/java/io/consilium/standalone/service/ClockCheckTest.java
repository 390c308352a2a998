package io.consilium.standalone.service;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.consilium.problem.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClockCheckTest {
    private HttpServer registry;

    /** It tells its time with each answer. */
    @BeforeEach
    void start() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        registry.start();
    }

    @AfterEach
    void stop() {
        registry.stop(0);
    }

    @Test
    void shouldRefuseAHostWhoseClockIsAnHourAhead() {
        assertThatThrownBy(() -> check(Duration.ofHours(1)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("s ahead of the schema registry's")
                .hasMessageContaining("chrony");
    }

    @Test
    void shouldRefuseAHostWhoseClockIsAnHourBehind() {
        assertThatThrownBy(() -> check(Duration.ofHours(-1)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("s behind the schema registry's");
    }

    @Test
    void shouldTakeClocksThatAgreeOrCannotBeCompared() {
        assertThatCode(() -> check(Duration.ofSeconds(3))).doesNotThrowAnyException();
        assertThatCode(() -> ClockCheck.require("http://127.0.0.1:1", InstantSource.system()))
                .doesNotThrowAnyException();
    }

    private void check(Duration ahead) {
        InstantSource clock = () -> InstantSource.system().instant().plus(ahead);
        ClockCheck.require("http://127.0.0.1:" + registry.getAddress().getPort(), clock);
    }
}
