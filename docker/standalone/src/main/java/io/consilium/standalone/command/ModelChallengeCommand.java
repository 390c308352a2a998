package io.consilium.standalone.command;

import io.consilium.version.Changes;
import io.consilium.version.LogEntry;
import io.consilium.version.RoleVersions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "challenge",
        description = "Gives a version a share of the cases, chosen by hash of the case id; --share 0 ends it.")
final class ModelChallengeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelLog models;

    @Mixin
    private DecisionOptions decision;

    @Parameters(paramLabel = "VERSION", description = "content hash, or the beginning of one")
    private String version;

    @Option(names = "--share", required = true, description = "which share of the cases, such as 0.1")
    private double share;

    @Option(names = "--by", required = true, description = "who decides it")
    private String by;

    @Override
    public Integer call() {
        Output output = new Output(spec);
        return models.use(log -> {
            RoleVersions role = ModelLog.role(log, decision.role());
            String named = ModelLog.version(role, version);
            Changes changes = DecisionOptions.by(by);
            if (share != 0) {
                return new ModelDecision(log, output, models.json(), decision.patience())
                        .carryOut(changes.challenged(decision.seen(role), named, share));
            }
            LogEntry ended = log.publish(changes.stoodDown(decision.seen(role), named));
            if (models.json()) {
                output.json(ModelView.json(ended));
            } else {
                output.say(ended.counts() ? ModelView.brief(named) + " challenges no more." : ended.refusal());
            }
            return ended.counts() ? 0 : Failures.INCOMPLETE;
        });
    }
}
