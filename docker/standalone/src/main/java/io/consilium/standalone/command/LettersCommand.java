package io.consilium.standalone.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "dead-letters",
        description = "Lists the records that could not be used, shows one, and sends them to their topics again.",
        subcommands = {LettersListCommand.class, LettersShowCommand.class, LettersRepublishCommand.class})
public final class LettersCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which one? See consilium dead-letters --help.");
    }
}
