package io.consilium.trainer.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command line's words {@code a.b.c=value}, laid over a tree; those that cannot be used are problems. */
final class Overrides {
    /** Lists count from 1, as in messages: {@code stages[2]}. */
    private static final Pattern STEP = Pattern.compile("([A-Za-z][A-Za-z0-9_-]*)(?:\\[(\\d{1,4})])?");

    private final Map<String, String> texts = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private Overrides() {}

    static Overrides apply(List<String> words, ObjectNode tree, ObjectMapper yaml) {
        Overrides overrides = new Overrides();
        words.forEach(word -> overrides.apply(word, tree, yaml));
        return overrides;
    }

    List<String> problems() {
        return problems;
    }

    /** Whether the command line gave this value, or a section or list that it is in. */
    boolean contains(String key) {
        return texts.keySet().stream()
                .anyMatch(word -> key.equals(word) || key.startsWith(word + ".") || key.startsWith(word + "["));
    }

    /** The value as it was typed: what looks like a number may be meant as a text. */
    Optional<String> text(String key) {
        return Optional.ofNullable(texts.get(key));
    }

    private void apply(String word, ObjectNode tree, ObjectMapper yaml) {
        int equals = word.indexOf('=');
        if (equals < 1) {
            problems.add("'" + word + "': an override looks like grpo.learning_rate=1e-6");
            return;
        }
        String key = word.substring(0, equals);
        String text = word.substring(equals + 1);
        if (put(key, parse(text, yaml), tree)) {
            texts.put(key, text);
        }
    }

    private static JsonNode parse(String text, ObjectMapper yaml) {
        try {
            JsonNode value = yaml.readTree(text);
            return value.isMissingNode() ? TextNode.valueOf("") : value;
        } catch (JsonProcessingException notYaml) {
            return TextNode.valueOf(text);
        }
    }

    private boolean put(String key, JsonNode value, ObjectNode tree) {
        ObjectNode at = tree;
        String[] steps = key.split("\\.", -1);
        for (int i = 0; i < steps.length; i++) {
            Matcher step = STEP.matcher(steps[i]);
            if (!step.matches()) {
                problems.add("'" + key + "': '" + steps[i] + "' is no key; keys look like grpo or stages[2]");
                return false;
            }
            boolean last = i == steps.length - 1;
            Optional<ObjectNode> next =
                    step.group(2) == null ? intoKey(at, step.group(1), value, last) : intoList(at, step, value, last);
            if (next.isEmpty()) {
                problems.add("'" + key + "': there is no " + steps[i] + " to set anything in");
                return false;
            }
            at = next.get();
        }
        return true;
    }

    private static Optional<ObjectNode> intoKey(ObjectNode at, String key, JsonNode value, boolean last) {
        if (last) {
            at.set(key, value);
            return Optional.of(at);
        }
        if (at.path(key).isMissingNode() || at.path(key).isNull()) {
            return Optional.of(at.putObject(key));
        }
        return asSection(at.path(key));
    }

    private static Optional<ObjectNode> intoList(ObjectNode at, Matcher step, JsonNode value, boolean last) {
        int index = Integer.parseInt(step.group(2)) - 1;
        if (!(at.path(step.group(1)) instanceof ArrayNode list) || index < 0 || index >= list.size()) {
            return Optional.empty();
        }
        if (last) {
            list.set(index, value);
            return Optional.of(at);
        }
        return asSection(list.get(index));
    }

    private static Optional<ObjectNode> asSection(JsonNode node) {
        return node instanceof ObjectNode section ? Optional.of(section) : Optional.empty();
    }
}
