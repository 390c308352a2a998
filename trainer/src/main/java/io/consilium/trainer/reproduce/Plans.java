package io.consilium.trainer.reproduce;

import io.consilium.problem.ConfigurationException;
import io.consilium.trainer.config.Configuration;
import io.consilium.trainer.config.Settled;
import io.consilium.trainer.reproduce.Study.Arm;
import io.consilium.trainer.reproduce.Study.Setting;
import io.consilium.trainer.training.Method;
import io.consilium.trainer.training.Plan;
import io.consilium.trainer.training.PlanReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Plans of training runs out of a study's settings. */
final class Plans {
    private Plans() {}

    /** @param run the keys that are not the setting's: model, samples, seed and so on */
    static Settled<Plan> settle(Setting setting, Map<String, ?> run) {
        Map<String, Object> keys = new HashMap<>();
        setting.plan().properties().forEach(each -> keys.put(each.getKey(), each.getValue()));
        if (setting.thought().isPresent()) {
            keys.put("reasoning", true);
        }
        keys.putAll(run);
        return Configuration.of(keys, List.of()).settle(section -> PlanReader.read(section, Method.GRPO));
    }

    /** @throws ConfigurationException with what is wrong with any arm's plan */
    static void check(Study study) {
        List<String> problems = new ArrayList<>();
        for (Arm arm :
                Stream.concat(Stream.of(study.triage()), study.arms().stream()).toList()) {
            for (Setting setting : arm.settings()) {
                try {
                    settle(setting, Map.of("model", ".", "samples", "."));
                } catch (ConfigurationException e) {
                    e.problems().forEach(problem -> problems.add(arm.name() + ", " + setting.words() + ": " + problem));
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException("The study cannot be made", problems);
        }
    }
}
