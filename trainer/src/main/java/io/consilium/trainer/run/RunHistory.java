package io.consilium.trainer.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.problem.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a run directory tells of a run, be it ended, stopped or still going on; reads and never writes. */
public final class RunHistory {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunSheet sheet;
    private final List<ObjectNode> metrics;
    private final List<ObjectNode> events;
    private final List<AnswerExample> examples;

    private RunHistory(
            RunSheet sheet, List<ObjectNode> metrics, List<ObjectNode> events, List<AnswerExample> examples) {
        this.sheet = sheet;
        this.metrics = metrics;
        this.events = events;
        this.examples = examples;
    }

    /** @throws FatalException when there is no run, or its files cannot be read */
    public static RunHistory read(Path directory) {
        if (!Files.exists(directory.resolve(RunSheet.NAME))) {
            throw new FatalException(directory + " holds no run: it has no " + RunSheet.NAME);
        }
        try {
            List<AnswerExample> examples = new ArrayList<>();
            for (ObjectNode line : JsonLines.read(directory.resolve(RunDirectory.EXAMPLES))) {
                examples.add(example(directory, line));
            }
            return new RunHistory(
                    RunSheet.read(directory),
                    JsonLines.read(directory.resolve(RunDirectory.METRICS)),
                    JsonLines.read(directory.resolve(RunDirectory.EVENTS)),
                    List.copyOf(examples));
        } catch (IOException e) {
            throw new FatalException("the run in " + directory + " cannot be read: " + e, e);
        }
    }

    private static AnswerExample example(Path directory, ObjectNode line) {
        try {
            return JSON.treeToValue(line, AnswerExample.class);
        } catch (JsonProcessingException e) {
            throw new FatalException(
                    directory.resolve(RunDirectory.EXAMPLES) + " is damaged: " + e.getOriginalMessage(), e);
        }
    }

    public RunSheet sheet() {
        return sheet;
    }

    public List<AnswerExample> examples() {
        return examples;
    }

    public long lastStep() {
        return metrics.stream()
                .mapToLong(line -> line.path(RunEvents.STEP).asLong())
                .max()
                .orElse(0);
    }

    /** From the start to the last thing that was told, pauses between a stop and a resumption included. */
    public Duration duration() {
        Instant last = sheet.started();
        for (List<ObjectNode> lines : List.of(metrics, events)) {
            for (ObjectNode line : lines) {
                Instant time = Instant.parse(
                        line.path(RunEvents.TIME).asText(sheet.started().toString()));
                last = time.isAfter(last) ? time : last;
            }
        }
        return Duration.between(sheet.started(), last);
    }

    /** Why the run ended; nothing when it has not. */
    public Optional<String> ended() {
        return events.stream()
                .filter(event -> kind(event).equals(RunEvents.ENDED))
                .map(event -> event.path(RunEvents.REASON).asText())
                .reduce((earlier, later) -> later);
    }

    public long resumptions() {
        return events.stream()
                .filter(event -> kind(event).equals(RunEvents.RESUMED))
                .count();
    }

    public Set<String> metricNames() {
        Set<String> names = new TreeSet<>();
        for (ObjectNode line : metrics) {
            line.properties().stream()
                    .filter(entry -> entry.getValue().isNumber())
                    .forEach(entry -> names.add(entry.getKey()));
        }
        names.remove(RunEvents.STEP);
        return names;
    }

    /** The finite values of a metric by step; where a step has several, the last. */
    public SortedMap<Long, Double> series(String metric) {
        SortedMap<Long, Double> series = new TreeMap<>();
        for (ObjectNode line : metrics) {
            if (line.path(metric).isNumber()) {
                series.put(line.path(RunEvents.STEP).asLong(), line.path(metric).asDouble());
            }
        }
        return series;
    }

    /** The stages in the order in which they began. A stage that is told to start again goes on: the run was resumed. */
    public List<StageSpan> stages() {
        List<StageSpan> stages = new ArrayList<>();
        for (ObjectNode event : events) {
            String name = event.path(RunEvents.STAGE).asText();
            long step = event.path(RunEvents.STEP).asLong();
            int last = stages.size() - 1;
            boolean open = last >= 0
                    && stages.get(last).goesOn()
                    && stages.get(last).name().equals(name);
            if (kind(event).equals(RunEvents.STAGE_STARTED) && !open) {
                stages.add(new StageSpan(name, event.path(RunEvents.SAMPLES).asInt(), step, lastStep(), ""));
            } else if (kind(event).equals(RunEvents.STAGE_ENDED) && open) {
                stages.set(
                        last,
                        stages.get(last)
                                .ended(step, event.path(RunEvents.REASON).asText()));
            }
        }
        return List.copyOf(stages);
    }

    private static String kind(ObjectNode event) {
        return event.path(RunEvents.KIND).asText();
    }
}
