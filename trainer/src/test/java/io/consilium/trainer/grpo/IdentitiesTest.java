package io.consilium.trainer.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.consilium.model.tensor.Gradients;
import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Tensor;
import io.consilium.model.tensor.Torch;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What holds of advantages, divergence and entropy for any numbers. */
class IdentitiesTest {
    private static final int VOCABULARY = 6;
    private static final float[] NO_ADVANTAGE = {0};
    private static final float[] ONE = {1};

    @RepeatedTest(20)
    void shouldGiveAdvantagesThatAddUpToZeroInEveryGroup(RepetitionInfo repetition) {
        double[] rewards =
                new Random(repetition.getCurrentRepetition()).doubles(24, -1, 2).toArray();
        for (Advantages.Scale scale : Advantages.Scale.values()) {
            double[] advantages = Advantages.of(rewards, 8, scale);
            for (int from = 0; from < 24; from += 8) {
                assertThat(Arrays.stream(advantages, from, from + 8).sum()).isCloseTo(0, within(1e-9));
            }
        }
    }

    @Test
    void shouldGiveNoAdvantageWhereAllEarnTheSame() {
        for (Advantages.Scale scale : Advantages.Scale.values()) {
            assertThat(Advantages.of(new double[] {1.5, 1.5, 1.5, 1.5}, 4, scale))
                    .containsOnly(0);
        }
        assertThat(Advantages.of(new double[] {1, 0, 3, 3}, 2, Advantages.Scale.GROUP))
                .endsWith(0, 0)
                .startsWith(0.5 / (Math.sqrt(0.5) + 1e-4));
    }

    /** k3 = r - ln r - 1 with r = π_ref / π is never negative, and 0 where both agree. */
    @RepeatedTest(20)
    void shouldGiveADivergenceThatIsNeverNegative(RepetitionInfo repetition) {
        float[] logits = logits(repetition.getCurrentRepetition());
        double own = logp(logits, 2);
        double other = own + new Random(repetition.getCurrentRepetition()).nextGaussian();
        assertThat(sums(logits, Optional.of(other)).kl())
                .isNotNegative()
                .isCloseTo(Math.exp(other - own) - (other - own) - 1, within(1e-5));
        assertThat(sums(logits, Optional.of(own)).kl()).isCloseTo(0, within(1e-6));
    }

    @Test
    void shouldGiveUniformLogitsTheGreatestEntropy() {
        float[] uniform = new float[VOCABULARY];
        Arrays.fill(uniform, 3.5f);
        assertThat(sums(uniform, Optional.empty()).entropy()).isCloseTo(Math.log(VOCABULARY), within(1e-6));
        assertThat(sums(logits(1), Optional.empty()).entropy()).isBetween(0.0, Math.log(VOCABULARY) - 0.01);
    }

    @Test
    void shouldHaveNoEntropyBonusAtGammaZero() {
        assertThat(gradient(logits(3), NO_ADVANTAGE, 0)).containsOnly(0);
    }

    /** d(-γ H) / d logit_i = γ p_i (ln p_i + H), on top of what the advantage asks. */
    @RepeatedTest(5)
    void shouldAddTheEntropysGradient(RepetitionInfo repetition) {
        float[] logits = logits(repetition.getCurrentRepetition());
        double[] logps = new double[VOCABULARY];
        Arrays.setAll(logps, i -> logp(logits, i));
        double entropy = -DoubleStream.of(logps).map(log -> log * Math.exp(log)).sum();
        float[] without = gradient(logits, ONE, 0);
        float[] with = gradient(logits, ONE, 0.7);
        for (int i = 0; i < VOCABULARY; i++) {
            double bonus = 0.7 * Math.exp(logps[i]) * (logps[i] + entropy);
            assertThat((double) with[i] - without[i]).isCloseTo(bonus, within(1e-6));
        }
    }

    /** d(-A ln p_2) / d logit_i = A (p_i - [i = 2]) while the ratio is 1. */
    @Test
    void shouldPullTowardsABetterToken() {
        float[] logits = logits(9);
        float[] gradient = gradient(logits, new float[] {2}, 0);
        for (int i = 0; i < VOCABULARY; i++) {
            double expected = 2 * (Math.exp(logp(logits, i)) - (i == 2 ? 1 : 0));
            assertThat((double) gradient[i]).isCloseTo(expected, within(1e-6));
        }
    }

    private static float[] logits(long seed) {
        Random random = new Random(seed);
        float[] logits = new float[VOCABULARY];
        for (int i = 0; i < VOCABULARY; i++) {
            logits[i] = (float) random.nextGaussian();
        }
        return logits;
    }

    private static double logp(float[] logits, int token) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit);
        }
        return logits[token] - Math.log(sum);
    }

    /** Of one reply that is the one token 2. */
    private static Objective.Gradient loss(
            Objective objective,
            Scope scope,
            Tensor logits,
            float[] advantage,
            Optional<Double> reference,
            double gamma) {
        Objective.Given given = new Objective.Given(
                scope.longs(new long[] {2}, 1, 1),
                scope.floats(ONE, 1, 1),
                advantage,
                ONE,
                Optional.empty(),
                reference.map(logp -> scope.floats(new float[] {logp.floatValue()}, 1, 1)));
        return objective.loss(scope, logits, given, gamma);
    }

    private static Objective.Sums sums(float[] values, Optional<Double> reference) {
        try (Objective objective = new Objective(GrpoSettings.DEFAULT);
                Scope scope = Scope.open()) {
            Tensor logits = scope.floats(values, 1, 1, VOCABULARY);
            return loss(objective, scope, logits, ONE, reference, 0).sums();
        }
    }

    private static float[] gradient(float[] values, float[] advantage, double gamma) {
        try (Objective objective = new Objective(GrpoSettings.DEFAULT);
                Scope scope = Scope.open();
                Gradients recorded = Torch.recordGradients()) {
            Tensor logits = scope.floats(values, 1, 1, VOCABULARY).requireGradient();
            recorded.backward(loss(objective, scope, logits, advantage, Optional.empty(), gamma)
                    .loss());
            return logits.gradient(scope).orElseThrow().toFloats();
        }
    }
}
