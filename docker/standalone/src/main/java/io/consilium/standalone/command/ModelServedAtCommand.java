package io.consilium.standalone.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.problem.ConfigurationException;
import io.consilium.version.RoleVersions;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "served-at", description = "Says which version was a role's champion at a time; exit code 1 for none.")
final class ModelServedAtCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelLog models;

    @Parameters(paramLabel = "TIME", description = "such as 2026-11-21T16:00:00Z")
    private String time;

    @Option(names = "--role", required = true, description = "the doctor, as departments.yaml names it")
    private String name;

    @Override
    public Integer call() {
        Instant at = time();
        RoleVersions role = models.use(log -> ModelLog.role(log, name));
        Optional<String> served = role.servedAt(at);
        Output output = new Output(spec);
        if (models.json()) {
            ObjectNode view = JsonNodeFactory.instance.objectNode();
            view.put("role", name).put("at", at.toString()).put("version", served.orElse(null));
            output.json(view);
        } else {
            output.say(served.map(version -> version + " was champion of " + name + " at " + at)
                    .orElse("nothing was champion of " + name + " at " + at));
        }
        return served.isPresent() ? 0 : Failures.INCOMPLETE;
    }

    private Instant time() {
        try {
            return Instant.parse(time);
        } catch (DateTimeParseException e) {
            throw new ConfigurationException(
                    "The time cannot be read", List.of("'" + time + "' is not of the form 2026-11-21T16:00:00Z"));
        }
    }
}
