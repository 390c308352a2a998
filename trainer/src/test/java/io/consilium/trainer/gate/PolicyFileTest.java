package io.consilium.trainer.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.digest.Digest;
import io.consilium.problem.ConfigurationException;
import io.consilium.record.Role;
import io.consilium.trainer.evaluation.PhantomTestSet;
import io.consilium.trainer.phantom.PhantomSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies: what they say, what holds where they are silent, and all that is wrong with them at once. */
class PolicyFileTest {
    @TempDir
    private Path directory;

    @Test
    void shouldReadWhatAPolicySays() {
        PolicyFile file = Policies.read(directory, """
                name: strict
                version: 7
                held_out: {samples: held-out.jsonl, hash: abc, range: "samples-0 from 12 to 40", seed: 9, max_new_tokens: 99}
                promotion: {by: [Eve]}
                override: {by: [Dr. A, Dr. B]}
                triage:
                  may_change: [model.*]
                  files_may_change: [generation_config.json]
                  least_cases: 5
                  thresholds: {accuracy: 0.9, format: 0.8, departments: {Surgeon: 0.7}, difficulties: {hard: 0.3}}
                  non_inferiority: {margin: 0.01, department_margin: 0.02}
                """);
        assertThat(file.policy())
                .isEqualTo(new Policy(
                        "strict",
                        7,
                        new Policy.HeldOut(
                                Optional.of(directory.resolve("held-out.jsonl")),
                                Optional.empty(),
                                List.of(),
                                Optional.of("abc"),
                                "samples-0 from 12 to 40",
                                9,
                                99),
                        List.of("Eve"),
                        List.of("Dr. A", "Dr. B"),
                        Map.of(
                                Role.TRIAGE,
                                new Policy.Rules(
                                        List.of("model.*"),
                                        List.of("generation_config.json"),
                                        5,
                                        new Policy.Thresholds(0.9, 0.8, Map.of("Surgeon", 0.7), Map.of("hard", 0.3)),
                                        0.01,
                                        0.02))));
    }

    @Test
    void shouldBeStrictWhereAPolicyIsSilent() {
        Policy policy = Policies.read(directory, """
                        name: short
                        version: 1
                        held_out: {sets: [omni]}
                        attending: {may_change: [model.*]}
                        """).policy();
        assertThat(policy.overriders()).isEmpty();
        assertThat(policy.heldOut().sets()).containsExactly(new PhantomTestSet(PhantomSet.OMNI, 4711, 84));
        assertThat(policy.rules())
                .containsExactly(Map.entry(
                        Role.ATTENDING,
                        new Policy.Rules(
                                List.of("model.*"),
                                List.of(),
                                30,
                                new Policy.Thresholds(0, 0.95, Map.of(), Map.of()),
                                0.03,
                                0.1)));
    }

    @Test
    void shouldNameEveryProblemAtOnce() {
        assertThatThrownBy(() -> Policies.read(directory, """
                        name: wrong
                        held_out: {sets: [rad, omny], samples: too.jsonl, seed: 7}
                        overide: {by: []}
                        attending:
                          thresholds: {departments: {Radiologst: 0.5}, acuracy: 0.5}
                          non_inferiority: {margin: 3}
                        """))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "version: missing",
                        "one of samples, topic and sets is wanted",
                        "seed: 7; those below 4000",
                        "'omny'; there are rad",
                        "overide: unknown key; did you mean override?",
                        "may_change: missing",
                        "Radiologst: unknown key in attending.thresholds.departments; did you mean Radiologist?",
                        "acuracy: unknown key in attending.thresholds; did you mean accuracy?",
                        "attending.non_inferiority.margin: 3");
    }

    @Test
    void shouldWantRulesForARole() {
        assertThatThrownBy(() -> Policies.read(directory, "{name: x, version: 1, held_out: {sets: [rad]}}"))
                .hasMessageContaining("rules for one of them");
    }

    @Test
    void shouldHashTheFileItself() {
        assertThat(Policies.read(directory, Policies.MILD).hash())
                .isEqualTo(Digest.sha256(Policies.MILD.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldShipAPolicyForEveryRole() {
        Policy policy = PolicyFile.bundled(Policies.DEPARTMENTS).policy();
        assertThat(policy.rules()).containsOnlyKeys(Role.values());
        assertThat(policy.heldOut().sets()).hasSize(5);
        assertThat(policy.overriders()).isEmpty();
    }
}
