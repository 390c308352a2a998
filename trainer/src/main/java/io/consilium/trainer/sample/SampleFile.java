package io.consilium.trainer.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consilium.digest.Digest;
import io.consilium.option.Options;
import io.consilium.problem.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Samples as JSON lines: the fields of a case ({@code case_id}, {@code subject}, {@code image} or {@code images} relative to
 * the file, {@code question}, {@code options}, {@code history}), what is right ({@code answer}, {@code department}), what the
 * specialists said ({@code opinions}: a list of {@code {"seat": 1, "answer": "two"}}, or of answers in the order of the
 * seats) and perhaps a {@code reasoning}. Other fields are left alone.
 *
 * @param hash SHA-256 over the file and every picture that it names
 */
public record SampleFile(List<Sample> samples, String hash) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 10;

    /** @throws ConfigurationException naming every line that is no sample */
    public static SampleFile read(Path file) {
        List<Sample> samples = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        List<String> hashes = new ArrayList<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                Sample sample = sample(file, line);
                samples.add(sample);
                hashes.add(Digest.of(line));
                for (Path picture : sample.pictures()) {
                    hashes.add(Digest.sha256(Files.readAllBytes(picture)));
                }
            } catch (IllegalArgumentException e) {
                problems.add("line " + number + ": " + e.getMessage());
            } catch (IOException e) {
                problems.add("line " + number + ": picture " + e.getMessage() + " cannot be read");
            }
        }
        if (problems.isEmpty() && samples.isEmpty()) {
            problems.add("it holds no sample");
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(
                    file + " cannot be used", problems.subList(0, Math.min(SHOWN, problems.size())));
        }
        return new SampleFile(List.copyOf(samples), Digest.of(hashes.toArray(String[]::new)));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "There are no samples", List.of(file + " cannot be read: " + e.getMessage()));
        }
    }

    private static Sample sample(Path file, String line) {
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
        return new Sample(
                id,
                text(node, "subject").orElse(id),
                pictures(file, node),
                needed(node, "question"),
                text(node, "history").orElse(""),
                options,
                opinions(node),
                list(node, "opinions").size(),
                answer,
                text(node, "department"),
                text(node, "reasoning"));
    }

    private static List<Path> pictures(Path file, JsonNode node) {
        List<String> names = new ArrayList<>(texts(node, "images"));
        text(node, "image").ifPresent(names::add);
        return names.stream()
                .map(name -> file.toAbsolutePath().resolveSibling(name).normalize())
                .toList();
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
