package io.consilium.trainer.gate;

import java.util.List;
import java.util.Optional;

/** Whose word counts against a refusal. */
final class Waivers {
    private Waivers() {}

    /**
     * The waiver, if the policy names who gives it and there is an effect to answer for.
     *
     * @param reasons is told why it does not count
     */
    static Optional<Waiver> granted(
            Optional<Waiver> asked, Policy policy, Optional<Effect> effect, List<String> reasons) {
        if (asked.isEmpty()) {
            return asked;
        }
        String by = asked.get().by();
        if (!policy.overriders().contains(by)) {
            String named = policy.overriders().isEmpty() ? "nobody" : String.join(", ", policy.overriders());
            reasons.add(by + " may not override the gate: the policy names " + named);
            return Optional.empty();
        }
        if (effect.isEmpty()) {
            reasons.add("nobody may override the gate for a candidate that cannot be examined");
            return Optional.empty();
        }
        return asked;
    }
}
