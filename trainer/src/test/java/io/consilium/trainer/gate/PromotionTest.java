package io.consilium.trainer.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.consilium.department.DepartmentsFile;
import io.consilium.record.Role;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may promote what, by the built-in policy. */
class PromotionTest {
    private static final PolicyFile POLICY =
            PolicyFile.bundled(DepartmentsFile.bundled().names());
    private static final Promotion PROMOTION = new Promotion("new", Set.of(Role.ATTENDING), "old", "ml-engineer");

    private static String evidence(boolean passed, String role) {
        return """
                {"passed": %s, "refusals": ["too few cases"], "policy": {"hash": "%s"}, "protocol": {"role": "%s"},
                 "candidate": {"version": "new"}, "champion": {"version": "old"}}
                """.formatted(passed, POLICY.hash(), role);
    }

    @Test
    void shouldAllowWhatTheGateLetThroughToWhomThePolicyNames() {
        assertThat(PROMOTION.refusals(POLICY, evidence(true, "attending"))).isEmpty();
    }

    @Test
    void shouldRefuseAStranger() {
        assertThat(new Promotion("new", Set.of(Role.ATTENDING), "old", "mallory")
                        .refusals(POLICY, evidence(true, "attending")))
                .containsExactly("mallory may not promote: the policy default names ml-engineer");
    }

    @Test
    void shouldRefuseWhatTheGateRefused() {
        assertThat(PROMOTION.refusals(POLICY, evidence(false, "attending")))
                .containsExactly("the gate refused the candidate: too few cases");
    }

    @Test
    void shouldRefuseEvidenceAboutSomethingElse() {
        assertThat(PROMOTION.refusals(POLICY, evidence(true, "triage")))
                .containsExactly("the evidence is about the role 'triage'");
        Promotion later = new Promotion("newer", Set.of(Role.ATTENDING), "new", "ml-engineer");
        assertThat(later.refusals(POLICY, evidence(true, "attending")))
                .containsExactly(
                        "the evidence is about another version: it says 'new', not 'newer'",
                        "the evidence holds it against another champion; decide anew: it says 'old', not 'new'");
    }

    @Test
    void shouldRefuseWhatIsNoEvidence() {
        for (String text : List.of("", "no JSON", "[1, 2]")) {
            assertThat(PROMOTION.refusals(POLICY, text))
                    .as(text)
                    .containsExactly(
                            "the evidence is no record of the gate: write one with 'consilium gate --evidence FILE'");
        }
    }
}
