package io.consilium.standalone;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.consilium.monitor.Monitor;
import io.consilium.monitor.Tracing;
import io.consilium.record.JournalEntry;
import io.consilium.standalone.service.Service;
import io.consilium.standalone.service.ServiceSettings;
import io.consilium.standalone.service.WholeTopic;
import io.consilium.topic.Topics;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.LoggerFactory;

/** A service whose log lines, spans and metrics are all kept. */
final class WatchedService implements AutoCloseable {
    private final InMemorySpanExporter exported = InMemorySpanExporter.create();
    private final Tracing tracing = Tracing.by(OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exported))
                    .build())
            .build());
    private final Queue<String> logged = new ConcurrentLinkedQueue<>();
    private final Map<String, Level> levels =
            Map.of("io.consilium", Level.DEBUG, "ROOT", Level.INFO, "org.apache.kafka", Level.INFO);
    private final Map<String, Level> before = new java.util.HashMap<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            String trace =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            logged.add(event.getLoggerName() + " " + event.getFormattedMessage() + " " + trace);
        }
    };
    private final Service service;

    private WatchedService(Path directory) {
        levels.forEach((name, level) -> {
            Logger logger = (Logger) LoggerFactory.getLogger(name);
            before.put(name, logger.getLevel());
            logger.setLevel(level);
        });
        Logger root = (Logger) LoggerFactory.getLogger("ROOT");
        root.iteratorForAppenders().forEachRemaining(one -> {
            // what the test logs more than others belongs to the test alone
            ((ch.qos.logback.core.UnsynchronizedAppenderBase<?>) one).stop();
        });
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
        service = Service.start(
                ServiceSettings.bundled(directory.resolve("data")), new ScriptedStaff(), Monitor.of(tracing));
    }

    static WatchedService start(Path directory) {
        return new WatchedService(directory);
    }

    Service service() {
        return service;
    }

    Tracing tracing() {
        return tracing;
    }

    List<String> logged() {
        return List.copyOf(logged);
    }

    Stream<SpanData> spans() {
        return exported.getFinishedSpanItems().stream();
    }

    String scrape() {
        return get("/metrics").body();
    }

    /** The value of a series; -1 when it is not shown. */
    double sample(String series) {
        return scrape().lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(-1);
    }

    HttpResponse<String> get(String path) {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(
                                            URI.create(service.endpoints().queries() + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What lies in a topic now under a key. */
    Stream<ConsumerRecord<byte[], byte[]>> records(String topic, String key) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        WholeTopic.read(service.endpoints().kafka(), topic, found::add);
        return found.stream()
                .filter(record -> record.key() != null && key.equals(new String(record.key(), StandardCharsets.UTF_8)));
    }

    Stream<JournalEntry> journal(String caseId) {
        return records(Topics.JOURNAL, caseId).map(record -> (JournalEntry)
                service.serdes().decoder().decode(Topics.JOURNAL, record.value(), List.of(JournalEntry.class)));
    }

    @Override
    public void close() {
        service.close();
        Logger root = (Logger) LoggerFactory.getLogger("ROOT");
        root.detachAppender(appender);
        root.iteratorForAppenders().forEachRemaining(one -> one.start());
        before.forEach((name, level) -> ((Logger) LoggerFactory.getLogger(name)).setLevel(level));
    }
}
