package io.consilium.standalone.command;

import io.consilium.department.DepartmentsFile;
import io.consilium.model.doctor.PromptBook;
import io.consilium.model.vlm.VisionLanguageModel;
import io.consilium.problem.ConfigurationException;
import io.consilium.record.Role;
import io.consilium.standalone.service.Commit;
import io.consilium.standalone.service.Home;
import io.consilium.trainer.evaluation.Comparison;
import io.consilium.trainer.evaluation.Confusion;
import io.consilium.trainer.evaluation.Examiner;
import io.consilium.trainer.evaluation.Findings;
import io.consilium.trainer.evaluation.Graded;
import io.consilium.trainer.evaluation.Mode;
import io.consilium.trainer.evaluation.Occasion;
import io.consilium.trainer.evaluation.Occasion.Examined;
import io.consilium.trainer.evaluation.Pipeline;
import io.consilium.trainer.evaluation.Protocol;
import io.consilium.trainer.evaluation.Scoreboard;
import io.consilium.trainer.evaluation.TestSet;
import io.consilium.trainer.sample.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One evaluation at the command line: checks the checkpoints, examines them, puts the findings together. */
final class EvaluationSession {
    private static final List<String> DEPARTMENTS = DepartmentsFile.bundled().names();

    private final Path model;
    private final Protocol protocol;
    private final Optional<Rival> rival;
    private final Optional<Company> company;
    private final int threads;
    private final Map<String, Examined> doctors = new LinkedHashMap<>();

    /** What the model is held against. */
    record Rival(Path model, Protocol protocol, boolean equalTokens) {}

    /** Who else takes part in the whole course of a case. */
    record Company(Path triage, Path specialist) {}

    /** @throws io.consilium.problem.ConfigurationException when there is no such checkpoint */
    EvaluationSession(Path model, Protocol protocol, Optional<Rival> rival, Optional<Company> company, int threads) {
        this.model = model;
        this.protocol = protocol;
        this.rival = rival;
        this.company = company;
        this.threads = threads;
        doctors.put("model", examined(model, company.isPresent() ? "after triage and opinions" : way(protocol)));
        company.ifPresent(others -> {
            doctors.put("triage", examined(others.triage(), "greedy"));
            doctors.put("specialist", examined(others.specialist(), "temperature 1"));
        });
        rival.ifPresent(other -> doctors.put(
                "against",
                examined(other.model(), way(other.protocol()) + (other.equalTokens() ? " at equal tokens" : ""))));
    }

    private static Examined examined(Path checkpoint, String way) {
        if (!Files.isDirectory(checkpoint)) {
            throw new ConfigurationException(
                    "There is nothing to examine", List.of("there is no checkpoint directory " + checkpoint));
        }
        Path name = checkpoint.toAbsolutePath().normalize().getFileName();
        return new Examined(name.toString(), VisionLanguageModel.versionOf(checkpoint), way);
    }

    private static String way(Protocol protocol) {
        String role = protocol.role().name().toLowerCase(Locale.ROOT) + ", "
                + protocol.mode().word();
        return protocol.mode() == Mode.GREEDY
                ? role
                : role + " " + protocol.draws() + " at temperature " + protocol.temperature();
    }

    Findings examine(List<TestSet> sets) {
        Examiner examiner = new Examiner(new Tasks(PromptBook.bundled(), DEPARTMENTS), DEPARTMENTS, sets, threads);
        Optional<Pipeline.Course> course = company.map(
                others -> examiner.pipeline(others.triage(), others.specialist(), model, protocol.maxNewTokens()));
        List<Graded> graded = course.map(Pipeline.Course::verdicts).orElseGet(() -> examiner.examine(model, protocol));
        Optional<List<Graded>> triage =
                protocol.role() == Role.TRIAGE ? Optional.of(graded) : course.map(Pipeline.Course::triage);
        return new Findings(
                occasion(sets),
                graded,
                Scoreboard.of(graded),
                rival.map(other -> Comparison.of(graded, graded(examiner, other, graded), protocol.seed())),
                triage.map(sent -> Confusion.of(sent, DEPARTMENTS)));
    }

    /** Of the same course with another attending physician, where the whole course is examined. */
    private List<Graded> graded(Examiner examiner, Rival other, List<Graded> spent) {
        if (other.equalTokens()) {
            return examiner.equalTokens(other.model(), other.protocol(), spent);
        }
        boolean alike = other.protocol().equals(protocol);
        return company.filter(others -> alike)
                .map(others -> examiner.pipeline(
                                others.triage(), others.specialist(), other.model(), protocol.maxNewTokens())
                        .verdicts())
                .orElseGet(() -> examiner.examine(other.model(), other.protocol()));
    }

    private Occasion occasion(List<TestSet> sets) {
        String commit = Commit.of(Home.find().directory());
        return new Occasion(doctors, sets.stream().map(Occasion.Cases::of).toList(), protocol, commit);
    }
}
