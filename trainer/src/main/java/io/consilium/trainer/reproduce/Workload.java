package io.consilium.trainer.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.trainer.reproduce.Study.Arm;

/** What a study's pieces weigh: roughly the seconds that they took where they were measured. Only the time left needs it. */
record Workload(int pieces, double weight) {
    private static final double GRPO_STEP = 0.6;
    private static final double IMITATION_STEP = 0.3;
    private static final double RIGHT_ANSWERS = 30;
    private static final double CASE = 0.005;
    private static final double VOTE = 0.002;

    static Workload of(Study study) {
        int pieces = 0;
        double weight = 0;
        for (int seed = 1; seed <= study.seeds(); seed++) {
            Workload triage = of(study.triage(), seed);
            pieces += triage.pieces();
            weight += triage.weight();
            for (Arm arm : study.arms()) {
                Workload training = of(arm, seed);
                boolean examined = arm.trained() || seed == 1;
                pieces += training.pieces() + (examined ? 1 : 0) + (examined && arm.votes() ? 1 : 0);
                weight += training.weight()
                        + (examined ? of(study, 1) : 0)
                        + (examined && arm.votes() ? of(study, study.votes()) : 0);
            }
        }
        return new Workload(pieces, weight);
    }

    private static Workload of(Arm arm, int seed) {
        double all = arm.settings().stream().mapToDouble(Workload::of).sum();
        int settings = arm.settings().size();
        return settings == 0 || seed == 1 && arm.choosesItself()
                ? new Workload(settings, all)
                : new Workload(1, all / settings);
    }

    static double of(Study.Setting setting) {
        ObjectNode plan = setting.plan();
        double steps = plan.path("steps").asDouble(0);
        for (JsonNode stage : plan.path("stages")) {
            steps += stage.path("steps").asDouble(0);
        }
        return switch (plan.path("method").asText()) {
            case "sft" -> IMITATION_STEP * steps;
            case "rft" -> IMITATION_STEP * steps + RIGHT_ANSWERS;
            default -> GRPO_STEP * steps;
        };
    }

    static double of(Study study, int replies) {
        int cases = (CaseBook.IN_DOMAIN.size() + CaseBook.SHIFTED.size())
                * study.cases().test();
        return cases * (CASE + VOTE * replies);
    }

    Pace pace(Surroundings around) {
        return new Pace(pieces, weight, around.clock(), around.progress());
    }
}
