package io.consilium.standalone.command;

import io.consilium.problem.ConfigurationException;
import io.consilium.version.RoleVersions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "rollback", description = "Makes a role's former champion its champion again.")
final class ModelRollbackCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelLog models;

    @Mixin
    private DecisionOptions decision;

    @Option(names = "--by", defaultValue = "cli", description = "who decides it (default: ${DEFAULT-VALUE})")
    private String by;

    @Option(names = "--reason", defaultValue = "", description = "why")
    private String reason;

    @Override
    public Integer call() {
        return models.use(log -> {
            RoleVersions role = ModelLog.role(log, decision.role());
            String former = role.formerChampion()
                    .orElseThrow(() -> new ConfigurationException(
                            "Nothing can be rolled back",
                            List.of(role.role() + " has no former champion that did not fail")));
            return new ModelDecision(log, new Output(spec), models.json(), decision.patience())
                    .carryOut(DecisionOptions.by(by).rolledBack(decision.seen(role), former, reason));
        });
    }
}
