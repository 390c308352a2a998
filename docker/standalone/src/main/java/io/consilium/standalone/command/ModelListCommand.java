package io.consilium.standalone.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "list", description = "Shows every model version of every role, and what it is now.")
final class ModelListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelLog models;

    @Override
    public Integer call() {
        Output output = new Output(spec);
        models.use(log -> log.now()).roles().values().forEach(role -> {
            if (!models.json()) {
                output.say(role.role() + ", revision " + role.revision());
            }
            role.known().values().forEach(known -> {
                if (models.json()) {
                    output.json(ModelView.json(role, known));
                } else {
                    output.say(ModelView.line(role, known));
                }
            });
        });
        return 0;
    }
}
