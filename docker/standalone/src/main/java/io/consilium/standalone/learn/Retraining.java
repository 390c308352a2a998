package io.consilium.standalone.learn;

import io.consilium.department.Departments;
import io.consilium.image.ImageStore;
import io.consilium.model.weights.WeightsStore;
import io.consilium.problem.FatalException;
import io.consilium.record.Role;
import io.consilium.standalone.service.Commit;
import io.consilium.standalone.service.Home;
import io.consilium.standalone.training.Narration;
import io.consilium.standalone.training.TrainingSession;
import io.consilium.standalone.versions.Publication;
import io.consilium.standalone.versions.Publication.Decided;
import io.consilium.trainer.config.Configuration;
import io.consilium.trainer.gate.Candidacy;
import io.consilium.trainer.gate.Decision;
import io.consilium.trainer.gate.Gate;
import io.consilium.trainer.gate.PolicyFile;
import io.consilium.trainer.gate.Promotion;
import io.consilium.trainer.sample.SampleRange;
import io.consilium.trainer.training.Curriculum;
import io.consilium.trainer.training.Method;
import io.consilium.version.Changes;
import io.consilium.version.RoleVersions;
import io.consilium.version.VersionLog;
import io.consilium.version.VersionState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Takes a doctor from samples to service: trained from its champion, judged by the gate, published if it passed. */
final class Retraining {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Settings settings;
    private final Narration narration;
    private final InstantSource clock;

    /**
     * @param curriculum whose stages the doctors go through, each its own
     * @param values of the training configuration, {@code key=value}
     * @param by who promotes
     * @param out where runs and evidence lie afterwards
     */
    record Settings(
            Departments departments,
            PolicyFile policy,
            Curriculum curriculum,
            List<String> values,
            String by,
            WeightsStore weights,
            Supplier<ImageStore> images,
            Path out) {}

    Retraining(Settings settings, Narration narration, InstantSource clock) {
        this.settings = settings;
        this.narration = narration;
        this.clock = clock;
    }

    /** Trains a successor of the role's champion on the samples, and asks the gate about it. */
    Candidate candidate(Role role, RoleVersions versions, SampleRange samples) {
        String champion = versions.aliases().champion().orElseThrow();
        Path weights = settings.weights().find(champion).orElseThrow();
        Path run = settings.out().resolve(word(role));
        Path checkpoint = trained(role, weights, run, samples);
        narration.progress("asking the gate about " + versions.role());
        Decision decision = Gate.decide(new Candidacy(
                settings.policy(),
                role,
                checkpoint,
                weights,
                Home.find().models().resolve("specialist"),
                range -> {
                    throw new IllegalStateException("a new topic holds nothing out");
                },
                Optional.empty(),
                Commit.of(Home.find().directory()),
                clock,
                2));
        decision.evidence().write(settings.out().resolve("evidence-" + word(role) + ".json"));
        return new Candidate(versions.role(), role, champion, run, checkpoint, decision);
    }

    private Path trained(Role role, Path weights, Path run, SampleRange samples) {
        List<Map<String, Object>> stages = settings.curriculum().stages().stream()
                .filter(stage -> word(role).equals(stage.getOrDefault("role", word(Role.ATTENDING))))
                .toList();
        Map<String, Object> defaults = Map.of(
                "model", weights.toString(),
                "sample_range", samples.range().toString(),
                "stages", stages);
        return new TrainingSession(narration, run, false)
                .train(
                        "curriculum",
                        Method.GRPO,
                        Configuration.of(defaults, settings.values()),
                        plan -> samples.samples(settings.images()))
                .models()
                .get(word(role));
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Publishes a candidate that passed, and waits until it serves.
     *
     * @return its version
     * @throws FatalException when policy, log or worker refuse it
     */
    String promote(Candidate candidate, SampleRange samples, VersionLog log) {
        Publication publication = new Publication(log);
        String version = publication.imported(
                new Publication.Checkpoint(
                        candidate.checkpoint(),
                        candidate.doctor(),
                        Optional.of(candidate.champion()),
                        Optional.of(candidate.run().getFileName().toString()),
                        Optional.of(samples.range().toString()),
                        Map.of()),
                settings.weights(),
                settings.by());
        RoleVersions role = log.now().role(candidate.doctor());
        String evidence = candidate.decision().evidence().json().toString();
        List<String> refusals = new Promotion(
                        version, settings.departments().roles(candidate.doctor()), candidate.champion(), settings.by())
                .refusals(settings.policy(), evidence);
        if (!refusals.isEmpty()) {
            throw new FatalException("the policy does not allow the promotion: " + String.join("; ", refusals));
        }
        Decided decided = publication.decide(
                new Changes(settings.by(), clock.instant()).promoted(role, version, evidence), PATIENCE);
        if (!decided.state().equals(Optional.of(VersionState.READY))) {
            throw new FatalException("version " + version + " of " + candidate.doctor() + " does not serve: "
                    + decided.state().map(Enum::name).orElse(decided.entry().refusal()));
        }
        return version;
    }
}
