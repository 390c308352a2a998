package io.consilium.model.vlm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One object of a JSON configuration, read key by key; {@link #refuseUnknown} then names every key nobody asked for. */
final class Section {
    private final String where;
    private final JsonNode node;
    private final Set<String> known = new HashSet<>();

    Section(String where, JsonNode node) {
        if (!node.isObject()) {
            throw new CheckpointException(where + " is not a JSON object.");
        }
        this.where = where;
        this.node = node;
    }

    /** The value under the first of several names of one thing; a JSON null counts as absent. */
    Optional<JsonNode> find(String... names) {
        known.addAll(List.of(names));
        for (String name : names) {
            if (node.hasNonNull(name)) {
                return Optional.of(node.get(name));
            }
        }
        return Optional.empty();
    }

    private JsonNode get(String... names) {
        return find(names).orElseThrow(() -> new CheckpointException(where + " lacks '" + names[0] + "'."));
    }

    Optional<Section> section(String name) {
        return find(name).map(child -> new Section(where + "." + name, child));
    }

    /** A whole number of at least one. */
    int positive(String... names) {
        return positive(get(names), names[0]);
    }

    int positiveOr(int fallback, String... names) {
        return find(names).map(value -> positive(value, names[0])).orElse(fallback);
    }

    private int positive(JsonNode value, String name) {
        if (!value.canConvertToInt() || !value.isIntegralNumber() || value.intValue() < 1) {
            throw unsupported(name, value, "a whole number of at least 1");
        }
        return value.intValue();
    }

    double number(String name) {
        JsonNode value = get(name);
        if (!value.isNumber()) {
            throw unsupported(name, value, "a number");
        }
        return value.doubleValue();
    }

    boolean flag(boolean fallback, String name) {
        return find(name)
                .map(value -> {
                    if (!value.isBoolean()) {
                        throw unsupported(name, value, "true or false");
                    }
                    return value.booleanValue();
                })
                .orElse(fallback);
    }

    List<Integer> integers(String name) {
        return integers(get(name), name);
    }

    /** One whole number or a list of them. */
    List<Integer> integers(JsonNode value, String name) {
        List<Integer> numbers = new ArrayList<>();
        for (JsonNode item : value.isArray() ? value : List.of(value)) {
            if (!item.canConvertToInt() || !item.isIntegralNumber()) {
                throw unsupported(name, value, "whole numbers");
            }
            numbers.add(item.intValue());
        }
        return numbers;
    }

    List<Double> numbers(String name) {
        List<Double> numbers = new ArrayList<>();
        for (JsonNode item : get(name)) {
            numbers.add(item.asDouble());
        }
        return numbers;
    }

    /** Where the key is present, its value (each value of a list) must be one of these, compared as text. */
    void only(String name, Object... allowed) {
        find(name).ifPresent(value -> {
            for (JsonNode item : value.isArray() ? value : List.of(value)) {
                if (!matches(item, allowed)) {
                    throw unsupported(name, value, "one of " + List.of(allowed));
                }
            }
        });
    }

    private static boolean matches(JsonNode item, Object... allowed) {
        for (Object candidate : allowed) {
            boolean same = candidate instanceof Number number && item.isNumber()
                    ? item.doubleValue() == number.doubleValue()
                    : item.asText().equals(candidate.toString());
            if (same) {
                return true;
            }
        }
        return false;
    }

    /** Keys that change nothing here. */
    void ignore(Collection<String> names) {
        known.addAll(names);
    }

    void refuseUnknown() {
        Set<String> unknown = new TreeSet<>();
        node.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new CheckpointException(where + " has keys this model does not know: " + unknown
                    + ". They may change the answer, so the checkpoint is refused.");
        }
    }

    /** Keys of this object that the other one has too, with another value. */
    void refuseConflicts(Section other) {
        other.node.properties().forEach(field -> {
            JsonNode mine = node.get(field.getKey());
            if (mine != null && !mine.isNull() && !mine.equals(field.getValue())) {
                throw new CheckpointException(where + "." + field.getKey() + " = " + mine + " contradicts "
                        + other.where + "." + field.getKey() + " = " + field.getValue() + ".");
            }
            known.add(field.getKey());
        });
    }

    CheckpointException unsupported(String name, Object value, String wanted) {
        return new CheckpointException(
                where + "." + name + " = " + value + " is not supported: this model takes " + wanted + ".");
    }
}
