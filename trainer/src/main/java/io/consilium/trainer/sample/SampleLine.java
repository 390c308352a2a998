package io.consilium.trainer.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consilium.image.ImageStore;
import io.consilium.option.Options;
import io.consilium.record.SampleSplit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Reads a sample out of a line of JSON; {@link SampleFile} says what the fields are. */
final class SampleLine {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final Supplier<ImageStore> store;

    /**
     * @param directory where pictures lie that are named by file
     * @param store where those lie that are named by address; asked for only when there is one
     */
    SampleLine(Path directory, Supplier<ImageStore> store) {
        this.directory = directory;
        this.store = store;
    }

    /** @throws IllegalArgumentException when it is no sample */
    Sample read(String line) {
        JsonNode node;
        try {
            node = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is no JSON object: " + e.getOriginalMessage());
        }
        List<String> options = texts(node, "options");
        String answer = needed(node, "answer");
        if (!options.isEmpty() && Options.of(options).match(answer).isEmpty()) {
            throw new IllegalArgumentException("the answer '" + answer + "' is not one of the options " + options);
        }
        String id = needed(node, "case_id");
        String subject = text(node, "subject").orElse(id);
        return new Sample(
                id,
                subject,
                pictures(node, subject, id),
                needed(node, "question"),
                text(node, "history").orElse(""),
                options,
                opinions(node),
                list(node, "opinions").size(),
                answer,
                text(node, "department"),
                text(node, "reasoning"),
                text(node, "split").map(SampleLine::split));
    }

    private static SampleSplit split(String name) {
        try {
            return SampleSplit.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"split\" is one of " + List.of(SampleSplit.values()) + ", not " + name, e);
        }
    }

    private List<SamplePicture> pictures(JsonNode node, String subject, String id) {
        List<SamplePicture> pictures = new ArrayList<>();
        list(node, "images").forEach(each -> pictures.add(picture(each, subject, id)));
        text(node, "image").ifPresent(name -> pictures.add(inFile(name)));
        return List.copyOf(pictures);
    }

    private SamplePicture picture(JsonNode each, String subject, String id) {
        return each.isObject()
                ? new SamplePicture.InStore(store, subject, needed(each, "address"), id)
                : inFile(each.asText());
    }

    private SamplePicture inFile(String name) {
        return new SamplePicture.InFile(directory.resolve(name).normalize());
    }

    private static SortedMap<Integer, String> opinions(JsonNode node) {
        SortedMap<Integer, String> opinions = new TreeMap<>();
        Set<Integer> places = new HashSet<>();
        int seat = 0;
        for (JsonNode each : list(node, "opinions")) {
            seat++;
            int place = each.path("seat").asInt(seat);
            if (!places.add(place)) {
                throw new IllegalArgumentException("two opinions are of seat " + place);
            }
            String said = each.isTextual() ? each.asText() : each.path("answer").asText("");
            if (!said.isBlank()) {
                opinions.put(place, said);
            }
        }
        return opinions;
    }

    private static List<String> texts(JsonNode node, String field) {
        List<String> texts = new ArrayList<>();
        list(node, field).forEach(each -> texts.add(each.asText()));
        return texts;
    }

    /** Empty where there is none. */
    private static JsonNode list(JsonNode node, String field) {
        JsonNode list = node.path(field);
        if (!list.isArray() && !list.isNull() && !list.isMissingNode()) {
            throw new IllegalArgumentException("\"" + field + "\" is no list");
        }
        return list;
    }

    private static String needed(JsonNode node, String field) {
        return text(node, field).orElseThrow(() -> new IllegalArgumentException("\"" + field + "\" is missing"));
    }

    private static Optional<String> text(JsonNode node, String field) {
        String text = node.path(field).asText("");
        return text.isBlank() || node.path(field).isNull() ? Optional.empty() : Optional.of(text);
    }
}
