package io.consilium.department;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the tree of departments.yaml into the catalogue and gathers what is wrong on the way. */
final class DepartmentsParser {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9 -]{0,63}");
    /** Not "urgent": that is the name of a lane. */
    private static final Pattern POOL = Pattern.compile("(?!urgent$)[a-z][a-z0-9-]{0,31}");

    private final JsonNode root;
    private final List<String> problems = new ArrayList<>();
    private final Set<String> doctorNames = new LinkedHashSet<>();

    DepartmentsParser(JsonNode root) {
        this.root = root;
    }

    List<String> problems() {
        return problems;
    }

    Departments parse() {
        knownKeys("the file", root, "doctors", "triage", "attending", "defaults", "departments");
        List<DoctorSpec> doctors = doctors();
        Step triage = step("triage");
        Step attending = step("attending");
        return new Departments(doctors, triage, attending, departments());
    }

    private List<DoctorSpec> doctors() {
        List<DoctorSpec> doctors = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : root.path("doctors").properties()) {
            doctorNames.add(entry.getKey());
            doctors.add(doctor(entry.getKey(), entry.getValue()));
        }
        if (doctors.isEmpty()) {
            problems.add("doctors: none is listed");
        }
        return List.copyOf(doctors);
    }

    private DoctorSpec doctor(String name, JsonNode node) {
        String where = "doctors." + name;
        String model = text(where, node, "model");
        String kind = node.path("kind").asText("local");
        if (kind.equals("local")) {
            knownKeys(where, node, "kind", "model", "replyTokens");
            return new DoctorSpec.Local(name, model, replyTokens(where, node, DoctorSpec.Local.REPLY_TOKENS));
        }
        if (!kind.equals("remote")) {
            problems.add(where + ".kind: '" + kind + "' is neither local nor remote");
        }
        knownKeys(where, node, "kind", "model", "url", "keyVariable", "replyTokens");
        return new DoctorSpec.Remote(
                name,
                url(where, node),
                model,
                node.path("keyVariable").asText(""),
                replyTokens(where, node, DoctorSpec.Remote.REPLY_TOKENS));
    }

    private int replyTokens(String where, JsonNode node, int otherwise) {
        return node.has("replyTokens") ? positive(where, node, "replyTokens") : otherwise;
    }

    private URI url(String where, JsonNode node) {
        String text = text(where, node, "url");
        try {
            if (text.matches("https?://[^/].*")) {
                return new URI(text);
            }
        } catch (URISyntaxException notAnAddress) {
            // the same problem as any other text
        }
        problems.add(where + ".url: '" + text + "' is not an http(s) address");
        return URI.create("http://invalid");
    }

    private Step step(String where) {
        JsonNode node = root.path(where);
        knownKeys(where, node, "doctor", "temperature", "attempts", "deadline");
        return new Step(
                knownDoctor(where, node),
                temperature(where, node),
                positive(where, node, "attempts"),
                duration(where, node));
    }

    private List<Department> departments() {
        JsonNode defaults = root.path("defaults");
        knownKeys("defaults", defaults, "seats", "quorum", "attempts", "deadline");
        List<Department> departments = new ArrayList<>();
        Set<String> slugs = new HashSet<>();
        for (JsonNode node : root.path("departments")) {
            Department department = department(node, defaults);
            if (!slugs.add(department.slug())) {
                problems.add("departments: '" + department.name() + "' is listed twice");
            }
            departments.add(department);
        }
        if (departments.isEmpty()) {
            problems.add("departments: none is listed");
        }
        return List.copyOf(departments);
    }

    private Department department(JsonNode node, JsonNode defaults) {
        String name = text("departments", node, "name");
        String where = "departments." + name;
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            problems.add(where + ": a name has letters, digits, spaces and hyphens, 64 at most");
        }
        knownKeys(where, node, "name", "seats", "quorum", "attempts", "deadline");
        JsonNode merged = merge(node, defaults);
        List<Seat> seats = seats(where, merged.path("seats"));
        int quorum = positive(where, merged, "quorum");
        if (quorum > seats.size()) {
            problems.add(where + ".quorum: " + quorum + " is more than its " + seats.size() + " seats");
        }
        return new Department(name, seats, quorum, positive(where, merged, "attempts"), duration(where, merged));
    }

    private List<Seat> seats(String where, JsonNode nodes) {
        List<Seat> seats = new ArrayList<>();
        for (JsonNode node : nodes) {
            String seat = where + ".seats[" + (seats.size() + 1) + "]";
            knownKeys(seat, node, "doctor", "temperature", "pool");
            String pool = node.path("pool").asText("");
            if (!pool.isEmpty() && !POOL.matcher(pool).matches()) {
                problems.add(seat + ".pool: '" + pool + "' is not a name of small letters, digits and hyphens");
            }
            seats.add(new Seat(seats.size() + 1, knownDoctor(seat, node), temperature(seat, node), pool));
        }
        if (seats.isEmpty()) {
            problems.add(where + ".seats: none is listed");
        }
        return List.copyOf(seats);
    }

    private String knownDoctor(String where, JsonNode node) {
        String doctor = text(where, node, "doctor");
        if (!doctor.isEmpty() && !doctorNames.contains(doctor)) {
            problems.add(where + ".doctor: '" + doctor + "' is not among the doctors " + doctorNames);
        }
        return doctor;
    }

    private double temperature(String where, JsonNode node) {
        JsonNode value = node.path("temperature");
        double temperature = value.isMissingNode() ? 0 : value.asDouble(Double.NaN);
        if (!(temperature >= 0 && temperature <= 2)) {
            problems.add(where + ".temperature: " + value + " is not a number between 0 and 2");
        }
        return temperature;
    }

    private int positive(String where, JsonNode node, String key) {
        JsonNode value = node.path(key);
        if (!value.isInt() || value.asInt() < 1) {
            problems.add(where + "." + key + ": a whole number from 1 is needed");
            return 1;
        }
        return value.asInt();
    }

    private Duration duration(String where, JsonNode node) {
        String text = node.path("deadline").asText("");
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            problems.add(where + ".deadline: '" + text + "' is not a time such as 500ms, 30s, 2m or 1h");
            return Duration.ofSeconds(1);
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    private String text(String where, JsonNode node, String key) {
        String text = node.path(key).asText("");
        if (text.isBlank()) {
            problems.add(where + "." + key + ": missing");
        }
        return text;
    }

    private void knownKeys(String where, JsonNode node, String... keys) {
        node.fieldNames().forEachRemaining(key -> {
            if (!List.of(keys).contains(key)) {
                problems.add(where + ": unknown key '" + key + "'; known are " + String.join(", ", keys));
            }
        });
    }

    /** A department's own words, and the defaults where it has none. */
    private static JsonNode merge(JsonNode own, JsonNode defaults) {
        if (own instanceof ObjectNode words && defaults instanceof ObjectNode) {
            ObjectNode merged = defaults.deepCopy();
            merged.setAll(words);
            return merged;
        }
        return own;
    }
}
