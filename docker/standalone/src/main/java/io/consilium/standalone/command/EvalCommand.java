package io.consilium.standalone.command;

import io.consilium.problem.ConfigurationException;
import io.consilium.problem.FatalException;
import io.consilium.record.Role;
import io.consilium.standalone.service.Home;
import io.consilium.trainer.evaluation.DrawnSets;
import io.consilium.trainer.evaluation.Findings;
import io.consilium.trainer.evaluation.Mode;
import io.consilium.trainer.evaluation.PhantomTestSet;
import io.consilium.trainer.evaluation.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "eval",
        description = "Examines a model: accuracy with intervals by set, department and difficulty, format and tokens;"
                + " against another model, case by case.")
public final class EvalCommand implements Callable<Integer> {
    private static final int DRAWS = 8;

    @Spec
    private CommandSpec spec;

    @Option(names = "--model", paramLabel = "DIR", required = true, description = "the checkpoint that is examined")
    private Path model;

    @Mixin
    private TestSetOptions sets;

    @Option(
            names = "--specialist",
            paramLabel = "DIR",
            description = "gives the opinions on synthetic cases (default: the bundled one, where opinions are needed)")
    private Path specialist;

    @Option(
            names = "--role",
            defaultValue = "attending",
            description = "attending, triage or specialist (default: ${DEFAULT-VALUE})")
    private Role role;

    @Option(
            names = "--mode",
            defaultValue = "greedy",
            description = "greedy; sampled: the mean of drawn replies; vote: their majority; refine: the attending"
                    + " physician over its own drafts (default: ${DEFAULT-VALUE})")
    private Mode mode;

    @Option(
            names = "--samples-per-prompt",
            paramLabel = "K",
            description = "replies that are drawn for one prompt (default: 8; refine: 3, as many drafts as a department"
                    + " has seats; greedy has one)")
    private Optional<Integer> draws = Optional.empty();

    @Option(names = "--temperature", defaultValue = "1", description = "of drawn replies (default: ${DEFAULT-VALUE})")
    private double temperature;

    @Option(
            names = "--max-tokens",
            defaultValue = "" + Protocol.MAX_NEW_TOKENS,
            description = "of a reply (default: ${DEFAULT-VALUE})")
    private int maxTokens;

    @Option(names = "--against", paramLabel = "DIR", description = "another model, or the same one in another mode")
    private Path against;

    @Option(names = "--against-mode", paramLabel = "MODE", description = "default: that of --mode")
    private Mode againstMode;

    @Option(names = "--against-role", paramLabel = "ROLE", description = "default: that of --role")
    private Role againstRole;

    @Option(
            names = "--equal-tokens",
            description = "the other one votes with as many tokens as the model spent on each case")
    private boolean equalTokens;

    @Option(
            names = "--pipeline",
            description =
                    "the whole course: triage, its department's specialists, and the model as attending physician")
    private boolean pipeline;

    @Option(names = "--triage", paramLabel = "DIR", description = "of the pipeline (default: the model itself)")
    private Path triage;

    @Option(names = "--threads", defaultValue = "2", description = "default: ${DEFAULT-VALUE}")
    private int threads;

    @Option(names = "--json", description = "one JSON object on standard output, every case included")
    private boolean json;

    @Option(names = "--html", paramLabel = "FILE", description = "writes a page too")
    private Path html;

    @Override
    public Integer call() {
        Output output = new Output(spec);
        List<PhantomTestSet> wanted = sets.wanted();
        EvaluationSession session = session();
        if (sets.maybeTrainedWith()) {
            output.remark("seeds below 4000 may have been trained with: these figures may flatter");
        }
        Findings findings;
        if (wanted.isEmpty()) {
            findings = session.examine(sets.read());
        } else {
            try (DrawnSets drawn = DrawnSets.draw(wanted, opinions())) {
                findings = session.examine(drawn.sets());
            }
        }
        tell(output, findings);
        return 0;
    }

    private EvaluationSession session() {
        Role otherRole = againstRole == null ? role : againstRole;
        Mode otherMode = equalTokens ? Mode.VOTE : againstMode == null ? mode : againstMode;
        List<String> problems = new ArrayList<>();
        if (against == null && (equalTokens || againstMode != null || againstRole != null)) {
            problems.add(
                    "--equal-tokens, --against-mode and --against-role say how --against DIR answers: it is missing");
        }
        if ((role == Role.TRIAGE) != (otherRole == Role.TRIAGE)) {
            problems.add("--against-role " + otherRole + ": triage has other answers than the other roles");
        }
        if (pipeline && (role != Role.ATTENDING || mode != Mode.GREEDY)) {
            problems.add("--pipeline: its model is the attending physician and greedy");
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException("This evaluation cannot be made", problems);
        }
        Optional<EvaluationSession.Rival> rival = Optional.ofNullable(against)
                .map(other -> new EvaluationSession.Rival(other, protocol(otherRole, otherMode), equalTokens));
        Optional<EvaluationSession.Company> company = pipeline
                ? Optional.of(new EvaluationSession.Company(triage == null ? model : triage, specialist()))
                : Optional.empty();
        return new EvaluationSession(model, protocol(role, mode), rival, company, threads);
    }

    private Protocol protocol(Role asked, Mode way) {
        boolean greedy = way == Mode.GREEDY;
        // More drafts than the attending physician has ever heard opinions would measure something else.
        int byDefault = way == Mode.REFINE ? DrawnSets.SEATS : DRAWS;
        int drawn = greedy ? 1 : draws.orElse(byDefault);
        return new Protocol(asked, way, drawn, greedy ? 0 : temperature, maxTokens, sets.seed());
    }

    private Path specialist() {
        return specialist == null ? Home.find().models().resolve("specialist") : specialist;
    }

    /** The attending physician needs opinions; other cases have some only where somebody is named who gives them. */
    private Optional<Path> opinions() {
        boolean needed = role == Role.ATTENDING || againstRole == Role.ATTENDING || specialist != null;
        return needed ? Optional.of(specialist()) : Optional.empty();
    }

    private void tell(Output output, Findings findings) {
        if (html != null) {
            try {
                Files.writeString(html, findings.html());
            } catch (IOException e) {
                throw new FatalException(html + " cannot be written: " + e.getMessage(), e);
            }
        }
        if (json) {
            output.json(findings.json());
        } else {
            output.say(findings.text());
        }
    }
}
