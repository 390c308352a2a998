package io.consilium.trainer.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The keys of one section, read by typed getters with their defaults beside them. A getter without a default needs its key.
 * What no getter asks for is unknown. A bad value is noted as a problem and a stand-in is returned: see
 * {@link Configuration#settle}. A key without a value counts as absent.
 */
public final class Section {
    private final Reading reading;
    private final String where;
    private final ObjectNode written;
    private final ObjectNode effective;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<Section> opened = new ArrayList<>();

    Section(Reading reading, String where, ObjectNode written) {
        this.reading = reading;
        this.where = where;
        this.written = written;
        this.effective = written.objectNode();
    }

    static String join(String where, String key) {
        return where.isEmpty() ? key : where + "." + key;
    }

    ObjectNode effective() {
        return effective;
    }

    /** Whether the key has a value; asking makes it a known key. */
    public boolean has(String key) {
        JsonNode value = value(key);
        return !value.isMissingNode() && !value.isNull();
    }

    public String text(String key) {
        return needed(key) ? text(key, "") : "";
    }

    public String text(String key, String byDefault) {
        String text = has(key) ? asText(key).orElseGet(() -> bad(key, "a text", byDefault)) : byDefault;
        effective.put(key, text);
        return text;
    }

    public List<String> texts(String key, List<String> byDefault) {
        Function<JsonNode, Optional<String>> one =
                item -> Optional.of(item).filter(JsonNode::isValueNode).map(JsonNode::asText);
        return list(key, byDefault, "a list of texts", one, ArrayNode::add);
    }

    public Path path(String key) {
        return needed(key) ? path(key, Path.of("")) : Path.of("");
    }

    /** Absolute; see {@link Reading#resolve} for what a relative one starts from. */
    public Path path(String key, Path byDefault) {
        Optional<Path> written =
                has(key) ? asText(key).map(text -> reading.resolve(join(where, key), text)) : Optional.of(byDefault);
        Path path = written.orElseGet(() -> bad(key, "a path", byDefault))
                .toAbsolutePath()
                .normalize();
        effective.put(key, path.toString());
        return path;
    }

    public long count(String key, long byDefault, long min) {
        return whole(key, byDefault, min, Long.MAX_VALUE);
    }

    public int intCount(String key, int byDefault, int min) {
        return (int) whole(key, byDefault, min, Integer.MAX_VALUE);
    }

    private long whole(String key, long byDefault, long min, long max) {
        String wanted = "a whole number " + (max == Long.MAX_VALUE ? "from " + min : "between " + min + " and " + max);
        Optional<Long> read = has(key) ? Scalars.whole(value(key)) : Optional.of(byDefault);
        long count = read.filter(number -> number >= min && number <= max).orElseGet(() -> bad(key, wanted, byDefault));
        effective.put(key, count);
        return count;
    }

    /** From {@code min} to {@code max}, both included. */
    public double number(String key, double byDefault, double min, double max) {
        Optional<Double> read = has(key) ? Scalars.number(value(key)) : Optional.of(byDefault);
        double number = read.filter(value -> value >= min && value <= max)
                .orElseGet(() -> bad(key, "a number" + Scalars.range(min, max), byDefault));
        effective.put(key, number);
        return number;
    }

    public List<Double> numbers(String key, List<Double> byDefault, double min, double max) {
        Function<JsonNode, Optional<Double>> one =
                item -> Scalars.number(item).filter(value -> value >= min && value <= max);
        return list(key, byDefault, "a list of numbers" + Scalars.range(min, max), one, ArrayNode::add);
    }

    public boolean flag(String key, boolean byDefault) {
        boolean flag = has(key) && !value(key).isBoolean()
                ? bad(key, "true or false", byDefault)
                : value(key).asBoolean(byDefault);
        effective.put(key, flag);
        return flag;
    }

    /** One of an enum's words, in small letters; {@code _} and {@code -} are the same. */
    public <E extends Enum<E>> E choice(String key, E byDefault) {
        E[] all = byDefault.getDeclaringClass().getEnumConstants();
        String word = has(key) ? asText(key).orElse("").replace('-', '_') : word(byDefault);
        E choice = Arrays.stream(all)
                .filter(one -> word(one).equals(word))
                .findFirst()
                .orElseGet(() -> bad(
                        key,
                        "one of " + Arrays.stream(all).map(Section::word).collect(Collectors.joining(", ")),
                        byDefault));
        effective.put(key, word(choice));
        return choice;
    }

    /** An absent section is an empty one: each of its keys has its default. */
    public Section section(String key) {
        if (has(key) && !value(key).isObject()) {
            bad(key, "a section", "");
        }
        return open(join(where, key), value(key), effective::set, key);
    }

    /** A section as it was written, for a reader of its own. */
    public ObjectNode tree(String key) {
        if (has(key) && !value(key).isObject()) {
            bad(key, "a section", "");
        }
        ObjectNode tree = value(key) instanceof ObjectNode keys ? keys : written.objectNode();
        effective.set(key, tree.deepCopy());
        return tree.deepCopy();
    }

    /** The sections of a list, none when it is absent. */
    public List<Section> sections(String key) {
        if (has(key) && !value(key).isArray()) {
            bad(key, "a list of sections", "");
        }
        ArrayNode items = effective.putArray(key);
        List<Section> sections = new ArrayList<>();
        for (JsonNode item : value(key).isArray() ? value(key) : written.arrayNode()) {
            String place = join(where, key) + "[" + (sections.size() + 1) + "]";
            if (!item.isObject()) {
                reading.problem(place + ": " + Scalars.words(item) + "; a section is wanted");
            }
            sections.add(open(place, item, (name, node) -> items.add(node), key));
        }
        return List.copyOf(sections);
    }

    private interface Attachment {
        void attach(String key, JsonNode effective);
    }

    private Section open(String place, JsonNode node, Attachment parent, String key) {
        Section section = new Section(reading, place, node instanceof ObjectNode keys ? keys : written.objectNode());
        parent.attach(key, section.effective);
        opened.add(section);
        return section;
    }

    /** A problem that the reader found by comparing values; {@code text} says what is wrong and what to do. */
    public void problem(String key, String text) {
        reading.problem(join(where, key) + ": " + text);
    }

    void noteUnknownKeys() {
        written.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                String hint = Nearest.to(key, known)
                        .map(nearest -> "did you mean " + nearest + "?")
                        .orElse("known are " + String.join(", ", known));
                reading.problem(key + ": unknown key" + (where.isEmpty() ? "" : " in " + where) + "; " + hint);
            }
        });
        opened.forEach(Section::noteUnknownKeys);
    }

    private JsonNode value(String key) {
        known.add(key);
        return written.path(key);
    }

    private Optional<String> asText(String key) {
        JsonNode value = value(key);
        return value.isTextual()
                ? Optional.of(value.asText())
                : reading.overrides().text(join(where, key));
    }

    private <T> List<T> list(
            String key,
            List<T> byDefault,
            String wanted,
            Function<JsonNode, Optional<T>> one,
            BiConsumer<ArrayNode, T> write) {
        List<T> items = new ArrayList<>();
        value(key).forEach(item -> one.apply(item).ifPresent(items::add));
        boolean right = value(key).isArray() && items.size() == value(key).size();
        List<T> list = !has(key) ? byDefault : right ? items : bad(key, wanted, byDefault);
        ArrayNode array = effective.putArray(key);
        list.forEach(item -> write.accept(array, item));
        return List.copyOf(list);
    }

    private boolean needed(String key) {
        boolean there = has(key) && !asText(key).orElse("?").isBlank();
        if (!there) {
            reading.problem(join(where, key) + ": missing");
        }
        return there;
    }

    private <T> T bad(String key, String wanted, T standIn) {
        reading.problem(join(where, key) + ": " + Scalars.words(value(key)) + "; " + wanted + " is wanted");
        return standIn;
    }

    private static String word(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }
}
