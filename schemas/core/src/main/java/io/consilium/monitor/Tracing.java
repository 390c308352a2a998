package io.consilium.monitor;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.List;
import java.util.Map;

/**
 * Follows cases through processes by OpenTelemetry. Switched off it records nothing and passes on the traces that
 * arrive. Safe for threads.
 */
public final class Tracing implements AutoCloseable {
    private static final List<String> SWITCHES =
            List.of("OTEL_TRACES_EXPORTER", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
    private static final int SPAN_FROM = 36;
    private static final int FLAGS_FROM = 53;

    private final OpenTelemetry telemetry;
    private final Tracer tracer;
    private final boolean on;

    private Tracing(OpenTelemetry telemetry, boolean on) {
        this.telemetry = telemetry;
        this.tracer = telemetry.getTracer("consilium");
        this.on = on;
    }

    public static Tracing off() {
        return new Tracing(OpenTelemetry.noop(), false);
    }

    /** @param telemetry closed with the tracing when it can be closed */
    public static Tracing by(OpenTelemetry telemetry) {
        return new Tracing(telemetry, true);
    }

    /**
     * On when one of OTEL_TRACES_EXPORTER, OTEL_EXPORTER_OTLP_ENDPOINT and OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is set; the
     * other OTEL_* variables mean what OpenTelemetry's documentation says.
     *
     * @param process the service's name, unless OTEL_SERVICE_NAME says another
     */
    public static Tracing ofEnvironment(String process, Map<String, String> environment) {
        boolean wanted = SWITCHES.stream()
                .anyMatch(name -> !environment.getOrDefault(name, "").isBlank());
        if (!wanted || "true".equalsIgnoreCase(environment.get("OTEL_SDK_DISABLED"))) {
            return off();
        }
        return by(AutoConfiguredOpenTelemetrySdk.builder()
                .disableShutdownHook()
                // Prometheus has the metrics. The JDK's HTTP client speaks no gRPC.
                .addPropertiesSupplier(() -> Map.of(
                        "otel.service.name", "consilium-" + process,
                        "otel.metrics.exporter", "none",
                        "otel.logs.exporter", "none",
                        "otel.exporter.otlp.protocol", "http/protobuf"))
                .build()
                .getOpenTelemetrySdk());
    }

    /** Begins a step that follows from another; where there is none, a new trace. */
    public Hop start(String name, SpanKind kind, Trace from) {
        if (!on) {
            return new Passing(from);
        }
        return new Recorded(tracer.spanBuilder(name)
                .setSpanKind(kind)
                .setParent(context(from))
                .startSpan());
    }

    private static Context context(Trace from) {
        if (!from.exists()) {
            return Context.root();
        }
        String text = from.parent();
        return Context.root()
                .with(Span.wrap(SpanContext.createFromRemoteParent(
                        from.id().orElseThrow(),
                        text.substring(SPAN_FROM, FLAGS_FROM - 1),
                        TraceFlags.fromHex(text, FLAGS_FROM),
                        TraceState.getDefault())));
    }

    /** Sends what is not sent yet. */
    @Override
    public void close() {
        if (telemetry instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException("tracing cannot be closed", e);
            }
        }
    }

    private record Passing(Trace trace) implements Hop {
        @Override
        public void says(String attribute, String value) {}

        @Override
        public void failed(String code) {}

        @Override
        public void close() {}
    }

    private record Recorded(Span span) implements Hop {
        @Override
        public Trace trace() {
            SpanContext here = span.getSpanContext();
            return Trace.of("00-" + here.getTraceId() + "-" + here.getSpanId() + "-"
                    + here.getTraceFlags().asHex());
        }

        @Override
        public void says(String attribute, String value) {
            span.setAttribute(attribute, value);
        }

        @Override
        public void failed(String code) {
            span.setStatus(StatusCode.ERROR, code);
        }

        @Override
        public void close() {
            span.end();
        }
    }
}
