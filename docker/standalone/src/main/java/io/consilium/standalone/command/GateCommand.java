package io.consilium.standalone.command;

import io.consilium.department.DepartmentsFile;
import io.consilium.problem.ConfigurationException;
import io.consilium.record.Role;
import io.consilium.standalone.service.Commit;
import io.consilium.standalone.service.Home;
import io.consilium.trainer.gate.Candidacy;
import io.consilium.trainer.gate.Decision;
import io.consilium.trainer.gate.Evidence;
import io.consilium.trainer.gate.Gate;
import io.consilium.trainer.gate.PolicyFile;
import io.consilium.trainer.gate.Waiver;
import io.consilium.trainer.sample.OffsetRange;
import io.consilium.trainer.sample.SampleFile;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "gate",
        description = "Decides by a policy whether a trained model may take the champion's place, and writes the"
                + " evidence: what changed, on which data, by which protocol, with which effect.",
        exitCodeList = {
            "0:the candidate passed",
            "1:it is refused, for the reasons that are told",
            "2:policy, held-out samples or champion cannot be used",
            "70:an error inside Consilium"
        })
public final class GateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--policy", paramLabel = "FILE", description = "a YAML file (default: the one that is built in)")
    private Path policy;

    @Option(names = "--candidate", paramLabel = "DIR", required = true, description = "the trained checkpoint")
    private Path candidate;

    @Option(names = "--champion", paramLabel = "DIR", required = true, description = "the checkpoint that serves now")
    private Path champion;

    @Option(
            names = "--role",
            defaultValue = "attending",
            description = "attending, triage or specialist (default: ${DEFAULT-VALUE})")
    private Role role;

    @Option(
            names = "--evidence",
            paramLabel = "FILE",
            required = true,
            description = "a new file for the record as JSON; its text lies beside it")
    private Path evidence;

    @Option(
            names = "--specialist",
            paramLabel = "DIR",
            description = "gives the opinions on synthetic cases (default: the bundled one)")
    private Path specialist;

    @Option(names = "--override-by", paramLabel = "NAME", description = "whom the policy names for it")
    private String overrideBy = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "why a refused candidate is let through")
    private String reason = "";

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "Kafka address, where the policy holds out a range of the samples topic")
    private Optional<String> bootstrap = Optional.empty();

    @Mixin
    private SampleSource source;

    @Option(names = "--threads", defaultValue = "2", description = "default: ${DEFAULT-VALUE}")
    private int threads;

    @Option(names = "--json", description = "the evidence as one JSON object on standard output")
    private boolean json;

    @Override
    public Integer call() {
        Output output = new Output(spec);
        Evidence.checkFree(evidence);
        Home home = Home.find();
        List<String> departments = DepartmentsFile.bundled().names();
        Decision decision = Gate.decide(new Candidacy(
                policy == null ? PolicyFile.bundled(departments) : PolicyFile.read(policy, departments),
                role,
                candidate,
                champion,
                specialist == null ? home.models().resolve("specialist") : specialist,
                this::heldOut,
                waiver(),
                Commit.of(home.directory()),
                InstantSource.system(),
                threads));
        Path text = decision.evidence().write(evidence);
        if (json) {
            output.json(decision.evidence().json());
        } else {
            output.say(decision.evidence().text());
            output.say("evidence: " + evidence + ", " + text);
        }
        return decision.passed() ? 0 : Failures.INCOMPLETE;
    }

    private SampleFile heldOut(OffsetRange range) {
        if (bootstrap.isEmpty()) {
            throw new ConfigurationException(
                    "The gate cannot decide",
                    List.of("the policy holds out a range of the samples topic: --bootstrap has to say where that is"));
        }
        return source.read(bootstrap.get(), range).samples(source.images());
    }

    private Optional<Waiver> waiver() {
        if (overrideBy.isBlank() && reason.isBlank()) {
            return Optional.empty();
        }
        if (overrideBy.isBlank() || reason.isBlank()) {
            throw new ConfigurationException(
                    "The gate cannot be overridden", List.of("--override-by NAME and --reason TEXT go together"));
        }
        return Optional.of(new Waiver(overrideBy, reason));
    }
}
