package io.consilium.trainer.gate;

import io.consilium.department.DepartmentsFile;
import io.consilium.model.doctor.PromptBook;
import io.consilium.model.vlm.ModelException;
import io.consilium.model.vlm.VisionLanguageModel;
import io.consilium.problem.ConfigurationException;
import io.consilium.record.Role;
import io.consilium.trainer.evaluation.DrawnSets;
import io.consilium.trainer.evaluation.Examiner;
import io.consilium.trainer.evaluation.Graded;
import io.consilium.trainer.evaluation.Mode;
import io.consilium.trainer.evaluation.Occasion;
import io.consilium.trainer.evaluation.Occasion.Examined;
import io.consilium.trainer.evaluation.Protocol;
import io.consilium.trainer.evaluation.TestSet;
import io.consilium.trainer.gate.Policy.HeldOut;
import io.consilium.trainer.sample.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Decides by a policy whether a candidate may take the champion's place: what changed in its weights, and what candidate and
 * champion answer on the same held-out cases. The same inputs give the same decision. A candidate that cannot be loaded is
 * refused; what is wrong with policy, samples or champion is an error.
 */
public final class Gate {
    private static final List<String> DEPARTMENTS = DepartmentsFile.bundled().names();

    private final Candidacy candidacy;
    private final Policy policy;
    private final Policy.Rules rules;

    private Gate(Candidacy candidacy, Policy.Rules rules) {
        this.candidacy = candidacy;
        this.policy = candidacy.policy().policy();
        this.rules = rules;
    }

    /**
     * @throws ConfigurationException when policy or held-out samples cannot be used for this
     * @throws ModelException when the champion cannot be used
     */
    public static Decision decide(Candidacy candidacy) {
        Policy policy = candidacy.policy().policy();
        List<String> problems = new ArrayList<>();
        if (!policy.rules().containsKey(candidacy.role())) {
            problems.add("the policy " + policy.name() + " has no rules for the role " + word(candidacy.role())
                    + "; it has some for "
                    + policy.rules().keySet().stream().map(Gate::word).toList());
        }
        for (Path checkpoint : List.of(candidacy.candidate(), candidacy.champion())) {
            if (!Files.isDirectory(checkpoint)) {
                problems.add("there is no checkpoint directory " + checkpoint);
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException("The gate cannot decide", problems);
        }
        return new Gate(candidacy, policy.rules().get(candidacy.role())).decide();
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private Decision decide() {
        HeldOut heldOut = policy.heldOut();
        if (heldOut.samples().isPresent()) {
            return decide(List.of(TestSet.read(heldOut.samples().get())));
        }
        if (heldOut.topic().isPresent()) {
            return decide(List.of(TestSet.heldOut(
                    "held-out", candidacy.topic().apply(heldOut.topic().get()))));
        }
        Optional<Path> opinions =
                candidacy.role() == Role.ATTENDING ? Optional.of(candidacy.specialist()) : Optional.empty();
        try (DrawnSets drawn = DrawnSets.draw(heldOut.sets(), opinions)) {
            return decide(drawn.sets());
        }
    }

    private Decision decide(List<TestSet> sets) {
        Protocol protocol = new Protocol(
                candidacy.role(),
                Mode.GREEDY,
                1,
                0,
                policy.heldOut().maxNewTokens(),
                policy.heldOut().seed());
        Occasion occasion =
                new Occasion(doctors(), sets.stream().map(Occasion.Cases::of).toList(), protocol, candidacy.commit());
        checkLock(occasion.dataHash());
        Examiner examiner =
                new Examiner(new Tasks(PromptBook.bundled(), DEPARTMENTS), DEPARTMENTS, sets, candidacy.threads());
        List<Graded> champion = examiner.examine(candidacy.champion(), protocol);
        try {
            Change change = Change.between(candidacy.champion(), candidacy.candidate());
            List<Graded> candidate = examiner.examine(candidacy.candidate(), protocol);
            Effect effect = Effect.of(candidate, champion, protocol.seed());
            List<String> refusals = new ArrayList<>(Refusals.of(rules, change));
            refusals.addAll(Refusals.of(rules, effect));
            return decision(occasion, Optional.of(change), Optional.of(effect), refusals);
        } catch (ModelException e) {
            List<String> refusals = List.of("the candidate cannot be used: " + e.getMessage());
            return decision(occasion, Optional.empty(), Optional.empty(), refusals);
        }
    }

    private Map<String, Examined> doctors() {
        Map<String, Examined> doctors = new LinkedHashMap<>();
        doctors.put("candidate", examined(candidacy.candidate(), "greedy"));
        doctors.put("champion", examined(candidacy.champion(), "greedy"));
        if (candidacy.role() == Role.ATTENDING && !policy.heldOut().sets().isEmpty()) {
            doctors.put("specialist", examined(candidacy.specialist(), "temperature 1"));
        }
        return doctors;
    }

    private static Examined examined(Path checkpoint, String way) {
        Path name = checkpoint.toAbsolutePath().normalize().getFileName();
        return new Examined(name.toString(), VisionLanguageModel.versionOf(checkpoint), way);
    }

    private void checkLock(String hash) {
        policy.heldOut().hash().filter(locked -> !locked.equals(hash)).ifPresent(locked -> {
            throw new ConfigurationException(
                    "The gate cannot decide",
                    List.of("the held-out samples are not those of the policy: their hash is " + hash
                            + ", the policy's is " + locked));
        });
    }

    private Decision decision(
            Occasion occasion, Optional<Change> change, Optional<Effect> effect, List<String> refusals) {
        List<String> reasons = new ArrayList<>(refusals);
        Optional<Waiver> waiver =
                refusals.isEmpty() ? Optional.empty() : Waivers.granted(candidacy.waiver(), policy, effect, reasons);
        boolean passed = reasons.isEmpty() || waiver.isPresent();
        Evidence evidence = new Evidence(
                candidacy.clock().instant(),
                policy.name() + " " + policy.version(),
                candidacy.policy().hash(),
                occasion,
                policy.heldOut().origin(),
                change,
                effect,
                reasons,
                waiver,
                passed);
        return new Decision(passed, reasons, evidence);
    }
}
