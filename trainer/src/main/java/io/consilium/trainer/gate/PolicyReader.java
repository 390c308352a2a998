package io.consilium.trainer.gate;

import io.consilium.problem.ConfigurationException;
import io.consilium.record.Role;
import io.consilium.trainer.config.Section;
import io.consilium.trainer.evaluation.PhantomTestSet;
import io.consilium.trainer.evaluation.Protocol;
import io.consilium.trainer.gate.Policy.HeldOut;
import io.consilium.trainer.gate.Policy.Rules;
import io.consilium.trainer.gate.Policy.Thresholds;
import io.consilium.trainer.phantom.PhantomSeeds;
import io.consilium.trainer.phantom.PhantomSet;
import io.consilium.trainer.sample.Difficulty;
import io.consilium.trainer.sample.OffsetRange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a policy's sections; what a policy leaves out is strict. */
final class PolicyReader {
    private static final int COUNT = 84;
    private static final long SEED = 4711;
    private static final int LEAST_CASES = 30;
    private static final double FORMAT = 0.95;
    private static final double MARGIN = 0.03;
    private static final double DEPARTMENT_MARGIN = 0.1;

    private final List<String> departments;

    PolicyReader(List<String> departments) {
        this.departments = departments;
    }

    Policy read(Section root) {
        String name = root.text("name");
        if (!root.has("version")) {
            root.problem("version", "missing; count the policy's changes from 1");
        }
        int version = root.intCount("version", 1, 1);
        HeldOut heldOut = heldOut(root.section("held_out"));
        List<String> promoters = root.section("promotion").texts("by", List.of());
        List<String> overriders = root.section("override").texts("by", List.of());
        Map<Role, Rules> rules = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            String key = role.name().toLowerCase(Locale.ROOT);
            if (root.has(key)) {
                rules.put(role, rules(root.section(key)));
            }
        }
        if (rules.isEmpty()) {
            root.problem("attending", "missing, as are triage and specialist; a policy has rules for one of them");
        }
        return new Policy(name, version, heldOut, promoters, overriders, rules);
    }

    private HeldOut heldOut(Section section) {
        boolean file = section.has("samples");
        long sources =
                Stream.of("samples", "topic", "sets").filter(section::has).count();
        if (sources != 1) {
            section.problem("samples", "one of samples, topic and sets is wanted");
        }
        long seed = section.count("seed", SEED, 0);
        if (section.has("sets") && seed < PhantomSeeds.EVALUATION_FROM) {
            section.problem(
                    "seed", seed + "; those below " + PhantomSeeds.EVALUATION_FROM + " may have been trained with");
        }
        Optional<Path> samples = file ? Optional.of(section.path("samples")) : Optional.empty();
        int count = section.intCount("count", COUNT, 1);
        Optional<String> hash = section.has("hash") ? Optional.of(section.text("hash")) : Optional.empty();
        return new HeldOut(
                samples,
                topic(section),
                sets(section, seed, count),
                hash,
                section.text("range", ""),
                seed,
                section.intCount("max_new_tokens", Protocol.MAX_NEW_TOKENS, 1));
    }

    private static Optional<OffsetRange> topic(Section section) {
        if (!section.has("topic")) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetRange.parse(section.text("topic")));
        } catch (ConfigurationException e) {
            section.problem("topic", String.join("; ", e.problems()));
            return Optional.empty();
        }
    }

    private static List<PhantomTestSet> sets(Section section, long seed, int count) {
        List<PhantomTestSet> sets = new ArrayList<>();
        for (String word : section.texts("sets", List.of())) {
            Optional<PhantomSet> set = Arrays.stream(PhantomSet.values())
                    .filter(each -> each.word().equals(word))
                    .findFirst();
            set.ifPresentOrElse(
                    found -> sets.add(new PhantomTestSet(found, seed, count)),
                    () -> section.problem("sets", "'" + word + "'; there are " + known()));
        }
        return List.copyOf(sets);
    }

    private static String known() {
        return Arrays.stream(PhantomSet.values()).map(PhantomSet::word).collect(Collectors.joining(", "));
    }

    private Rules rules(Section section) {
        List<String> mayChange = section.texts("may_change", List.of());
        if (mayChange.isEmpty()) {
            section.problem("may_change", "missing; name the weights that training may change, such as model.*");
        }
        Section thresholds = section.section("thresholds");
        Section margins = section.section("non_inferiority");
        return new Rules(
                mayChange,
                section.texts("files_may_change", List.of()),
                section.intCount("least_cases", LEAST_CASES, 1),
                thresholds(thresholds),
                margins.number("margin", MARGIN, 0, 1),
                margins.number("department_margin", DEPARTMENT_MARGIN, 0, 1));
    }

    private Thresholds thresholds(Section section) {
        List<String> difficulties =
                Arrays.stream(Difficulty.values()).map(Difficulty::word).toList();
        return new Thresholds(
                section.number("accuracy", 0, 0, 1),
                section.number("format", FORMAT, 0, 1),
                named(section.section("departments"), departments),
                named(section.section("difficulties"), difficulties));
    }

    /** Those that are there; a name that is not known is an unknown key. */
    private static Map<String, Double> named(Section section, List<String> names) {
        Map<String, Double> shares = new LinkedHashMap<>();
        for (String name : names) {
            if (section.has(name)) {
                shares.put(name, section.number(name, 0, 0, 1));
            }
        }
        return shares;
    }
}
