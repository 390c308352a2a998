package io.consilium.standalone.command;

import io.consilium.version.LogEntry;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "history", description = "Shows every change of a role's models, oldest first; refused ones too.")
final class ModelHistoryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelLog models;

    @Option(names = "--role", required = true, description = "the doctor, as departments.yaml names it")
    private String role;

    @Override
    public Integer call() {
        Output output = new Output(spec);
        for (LogEntry entry : models.use(log -> ModelLog.role(log, role)).history()) {
            if (models.json()) {
                output.json(ModelView.json(entry));
            } else {
                output.say(ModelView.line(entry));
            }
        }
        return 0;
    }
}
