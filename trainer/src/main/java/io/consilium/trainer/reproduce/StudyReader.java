package io.consilium.trainer.reproduce;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.consilium.problem.ConfigurationException;
import io.consilium.trainer.config.Configuration;
import io.consilium.trainer.config.EffectiveConfiguration;
import io.consilium.trainer.config.Section;
import io.consilium.trainer.config.Settled;
import io.consilium.trainer.phantom.PhantomSeeds;
import io.consilium.trainer.training.Method;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads studies; those that come with Consilium lie beside this class. */
final class StudyReader {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String PLAN = "plan";

    private StudyReader() {}

    /** The whole table, or the quick one. */
    static Configuration bundled(boolean quick, List<String> overrides) {
        try (InputStream in = StudyReader.class.getResourceAsStream(quick ? "quick.yaml" : "paper.yaml")) {
            return Configuration.of(YAML.readValue(in, new TypeReference<Map<String, Object>>() {}), overrides);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws ConfigurationException with all that is wrong with it, the arms' plans included */
    static Study read(Configuration configuration) {
        Settled<Study> settled = configuration.settle(StudyReader::study);
        Study study = settled.settings().of(settled.effective());
        Plans.check(study);
        return study;
    }

    private static Study study(Section root) {
        ObjectNode common = root.tree(PLAN);
        int seeds = root.intCount("seeds", 3, 1);
        if (seeds > Figure.MOST_SEEDS) {
            root.problem("seeds", seeds + "; at most " + Figure.MOST_SEEDS);
        }
        Study.Cases cases = cases(root, seeds);
        int votes = root.intCount("votes", 8, 2);
        Map<String, Written> written = new HashMap<>();
        Study.Arm triage = arm(root.section("triage"), "triage", common, written);
        List<Study.Arm> arms = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Section section : root.sections("arms")) {
            Study.Arm arm = arm(section, section.text("name"), common, written);
            if (!names.add(arm.name())) {
                root.problem("arms", "two have the name '" + arm.name() + "'; give each its own");
            }
            arms.add(arm);
        }
        for (String needed : List.of(Study.FROZEN, Study.SFT, Study.CURRICULUM)) {
            if (!names.contains(needed)) {
                root.problem("arms", "there is no '" + needed + "', which the others are held against");
            }
        }
        return new Study(
                seeds,
                cases,
                votes,
                root.text("department", "Radiologist"),
                triage,
                arms,
                new EffectiveConfiguration(YAML.createObjectNode()));
    }

    private static Study.Cases cases(Section root, int seeds) {
        Section section = root.section("cases");
        long trainingSeed = section.count("training_seed", 100, 0);
        if (trainingSeed + seeds > PhantomSeeds.EVALUATION_FROM) {
            root.problem(
                    "cases.training_seed",
                    trainingSeed + ": seeds from " + PhantomSeeds.EVALUATION_FROM + " up are kept for evaluation");
        }
        return new Study.Cases(
                section.intCount("training", 200, 1),
                trainingSeed,
                section.number("validation", 0.2, 0.01, 0.9),
                section.intCount("test", 300, 1),
                section.count("test_seed", 4200, PhantomSeeds.EVALUATION_FROM));
    }

    /** An arm may be like an earlier one: then it has that one's plan and settings, but for what it says itself. */
    private static Study.Arm arm(Section section, String name, ObjectNode common, Map<String, Written> earlier) {
        String title = section.text("title", name);
        String like = section.text("like", "");
        if (!like.isEmpty() && !earlier.containsKey(like)) {
            section.problem("like", "there is no arm '" + like + "' before this one");
        }
        Written model = earlier.getOrDefault(like, new Written(common, List.of()));
        Method method = section.choice("method", Method.GRPO);
        ObjectNode own = model.plan().deepCopy();
        own.setAll(section.tree(PLAN));
        own.put("name", name);
        own.put("method", method.name().toLowerCase(Locale.ROOT));
        List<Tried> tries =
                section.sections("tries").stream().map(StudyReader::tried).toList();
        Written written = new Written(own, tries.isEmpty() ? model.tries() : tries);
        earlier.put(name, written);
        return new Study.Arm(
                name,
                title,
                section.choice("hears", Study.Hearing.TRIAGE),
                written.settings(),
                chooser(section, name, like, written, model),
                section.flag("votes", false));
    }

    private static String chooser(Section section, String name, String like, Written own, Written model) {
        if (!section.flag("chosen_alike", false)) {
            return name;
        }
        if (own.tries().size() != model.tries().size()) {
            section.problem("chosen_alike", "it tries other settings than '" + like + "'; leave tries or this out");
        }
        return like;
    }

    private static Tried tried(Section section) {
        return new Tried(
                section.has("thought") ? Optional.of(section.choice("thought", Thought.ANSWER)) : Optional.empty(),
                section.tree(PLAN));
    }

    private record Tried(Optional<Thought> thought, ObjectNode plan) {}

    private record Written(ObjectNode plan, List<Tried> tries) {
        List<Study.Setting> settings() {
            List<Study.Setting> settings = new ArrayList<>();
            for (Tried each : tries) {
                ObjectNode whole = plan.deepCopy();
                whole.setAll(each.plan());
                settings.add(new Study.Setting(words(each.thought(), each.plan()), each.thought(), whole));
            }
            return settings;
        }
    }

    private static String words(Optional<Thought> thought, ObjectNode tried) {
        List<String> words = new ArrayList<>();
        thought.ifPresent(one -> words.add("thought " + one.name().toLowerCase(Locale.ROOT)));
        tried.properties()
                .forEach(each -> words.add(each.getKey() + " " + each.getValue().asText()));
        return String.join(", ", words);
    }
}
