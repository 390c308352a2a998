package io.consilium.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracingTest {
    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final InMemorySpanExporter exported = InMemorySpanExporter.create();
    private final Tracing tracing = Tracing.by(OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exported))
                    .build())
            .build());

    @Test
    void shouldContinueTheTraceOfARecordsHeaders() {
        Trace arrived = Trace.of(Trace.of(PARENT).headers());

        Trace passedOn;
        try (Hop hop = tracing.start("intake", SpanKind.CONSUMER, arrived)) {
            hop.failed("UNREADABLE");
            passedOn = Trace.of(hop.trace().headers());
        }

        assertThat(passedOn.id()).contains("0af7651916cd43dd8448eb211c80319c");
        assertThat(exported.getFinishedSpanItems()).singleElement().satisfies(span -> {
            assertThat(span.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
            assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
            assertThat(span.getStatus().getDescription()).isEqualTo("UNREADABLE");
            assertThat(passedOn.parent()).contains(span.getSpanId());
        });
    }

    @Test
    void shouldBeginATraceWhereThereIsNone() {
        try (Hop hop = tracing.start("submit", SpanKind.PRODUCER, Trace.NONE)) {
            assertThat(hop.trace().exists()).isTrue();
        }
        assertThat(exported.getFinishedSpanItems()).hasSize(1);
    }

    @Test
    void shouldPassOnWhatArrivesWhenSwitchedOff() {
        Tracing off = Tracing.ofEnvironment("intake", Map.of());
        assertThat(off.start("intake", SpanKind.CONSUMER, Trace.of(PARENT)).trace())
                .isEqualTo(Trace.of(PARENT));
        assertThat(off.start("intake", SpanKind.CONSUMER, Trace.NONE).trace()).isEqualTo(Trace.NONE);
        assertThat(Trace.NONE.headers()).isEmpty();
    }

    @Test
    void shouldExportOnlyWhenTheEnvironmentSaysWhereTo() {
        Map<String, String> somewhere = Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318");
        try (Tracing on = Tracing.ofEnvironment("intake", somewhere)) {
            assertThat(on.start("intake", SpanKind.CONSUMER, Trace.NONE).trace().exists())
                    .isTrue();
        }
        Tracing disabled = Tracing.ofEnvironment(
                "intake", Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318", "OTEL_SDK_DISABLED", "true"));
        assertThat(disabled.start("intake", SpanKind.CONSUMER, Trace.NONE).trace())
                .isEqualTo(Trace.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Mrs Miller, 12 May",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                PARENT + "-more"
            })
    void shouldNotTakeOtherTextForATrace(String header) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", header.getBytes(StandardCharsets.UTF_8));
        assertThat(Trace.of(headers)).isEqualTo(Trace.NONE);
    }

    @Test
    void shouldKeepToTheTraceOfTheCase() {
        Trace ofCase = Trace.of(PARENT);
        Trace later = Trace.of("00-0af7651916cd43dd8448eb211c80319c-00000000000000aa-01");
        Trace stranger = Trace.of("00-11111111111111111111111111111111-00000000000000aa-01");

        assertThat(later.within(ofCase)).isEqualTo(later);
        assertThat(stranger.within(ofCase)).isEqualTo(ofCase);
        assertThat(Trace.NONE.within(ofCase)).isEqualTo(ofCase);
        assertThat(later.within(Trace.NONE)).isEqualTo(later);
    }
}
