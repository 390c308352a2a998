package io.consilium.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.consilium.problem.ConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MonitorServerTest {
    private final AtomicReference<Standing> standing = new AtomicReference<>(Standing.WAITING);
    private final Monitor monitor = Monitor.of("test", Map.of());
    private final MonitorServer server = MonitorServer.start(0, monitor);

    MonitorServerTest() {
        monitor.probes().add("journey", standing::get);
    }

    @AfterEach
    void close() {
        server.close();
        monitor.close();
    }

    @Test
    void shouldAnswerProbesByTheStandingOfTheParts() throws Exception {
        assertThat(get("/live").statusCode()).isEqualTo(200);
        assertThat(get("/started").statusCode()).isEqualTo(503);
        assertThat(get("/ready").body()).isEqualTo("{\"journey\":\"WAITING\"}");

        standing.set(Standing.READY);
        assertThat(get("/started").statusCode()).isEqualTo(200);
        assertThat(get("/ready").statusCode()).isEqualTo(200);

        standing.set(Standing.BROKEN);
        assertThat(get("/live").statusCode()).isEqualTo(503);
    }

    @Test
    void shouldShowTheJvmAndWhatWasCountedToPrometheus() throws Exception {
        Metric.TOKENS.count(monitor.meters(), 7, "attending", "prompt");

        HttpResponse<String> metrics = get("/metrics");

        assertThat(metrics.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(metrics.body())
                .contains("consilium_tokens_total{doctor=\"attending\",kind=\"prompt\"} 7.0", "jvm_memory_used_bytes");
    }

    @Test
    void shouldServeOtherPathsAndSurviveTheirDefects() throws Exception {
        server.serve("/cases/", exchange -> MonitorServer.send(exchange, 200, JsonNodeFactory.instance.objectNode()));
        server.serve("/broken", exchange -> {
            throw new IllegalStateException("quotes the case");
        });

        assertThat(get("/cases/1").body()).isEqualTo("{}");
        assertThat(get("/broken").statusCode()).isEqualTo(500);
        assertThat(get("/broken").body()).doesNotContain("quotes");
    }

    @Test
    void shouldSayWhichPortIsInUse() {
        assertThatThrownBy(() -> MonitorServer.start(server.port(), monitor))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("port " + server.port());
    }

    @Test
    void shouldCountNothingWhenSilent() {
        try (Monitor silent = Monitor.silent()) {
            Metric.TOKENS.count(silent.meters(), 7, "attending", "prompt");
            assertThat(silent.scrape()).isEmpty();
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
