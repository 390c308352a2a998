package io.consilium.monitor;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;

/** What a process shows of itself: meters for Prometheus, traces, and the standing of its parts. Safe for threads. */
public final class Monitor implements AutoCloseable {
    private static final String KAFKA = "kafka.";

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Probes probes = new Probes();
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Tracing tracing;

    private Monitor(Tracing tracing) {
        this.tracing = tracing;
    }

    /** Counts nothing and traces nothing. */
    public static Monitor silent() {
        Monitor monitor = new Monitor(Tracing.off());
        monitor.meters.config().meterFilter(MeterFilter.deny());
        return monitor;
    }

    /** Meters and traces as the process's environment asks for them, see {@link Tracing#ofEnvironment}. */
    public static Monitor of(String process, Map<String, String> environment) {
        return of(Tracing.ofEnvironment(process, environment));
    }

    /** @param tracing closed with the monitor */
    public static Monitor of(Tracing tracing) {
        Monitor monitor = new Monitor(tracing);
        monitor.meters
                .config()
                .meterFilter(MeterFilter.deny(
                        id -> id.getName().startsWith(KAFKA) && !ClientMetrics.WANTED.contains(id.getName())))
                .meterFilter(MeterFilter.ignoreTags("kafka.version"));
        monitor.bindJvm();
        return monitor;
    }

    public MeterRegistry meters() {
        return meters;
    }

    public Tracing tracing() {
        return tracing;
    }

    public Probes probes() {
        return probes;
    }

    /** All meters as Prometheus reads them. */
    public String scrape() {
        return meters.scrape();
    }

    private void bindJvm() {
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
        collections.bindTo(meters);
    }

    @Override
    public void close() {
        tracing.close();
        collections.close();
        meters.close();
    }
}
