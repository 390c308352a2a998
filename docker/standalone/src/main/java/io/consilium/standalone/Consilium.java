package io.consilium.standalone;

import io.consilium.serde.AvroTrust;
import io.consilium.standalone.command.AnswerCommand;
import io.consilium.standalone.command.BenchCommand;
import io.consilium.standalone.command.CancelCommand;
import io.consilium.standalone.command.ChaosCommand;
import io.consilium.standalone.command.ConfirmCommand;
import io.consilium.standalone.command.DemoCommand;
import io.consilium.standalone.command.EvalCommand;
import io.consilium.standalone.command.Failures;
import io.consilium.standalone.command.GateCommand;
import io.consilium.standalone.command.LearnCommand;
import io.consilium.standalone.command.LettersCommand;
import io.consilium.standalone.command.ModelCommand;
import io.consilium.standalone.command.PhantomsCommand;
import io.consilium.standalone.command.ReproduceCommand;
import io.consilium.standalone.command.RunCommand;
import io.consilium.standalone.command.SamplesCommand;
import io.consilium.standalone.command.ShowCommand;
import io.consilium.standalone.command.SubmitCommand;
import io.consilium.standalone.command.TopicsCommand;
import io.consilium.standalone.command.TrainCommand;
import io.consilium.standalone.command.UpCommand;
import io.consilium.standalone.service.Release;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
        name = "consilium",
        description = "A streaming consultation service for hospitals: a case goes in, a verdict comes out.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        version = "consilium " + Release.VERSION,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all went as asked",
            "1:done, but not all of it was as it should be (a case without an answer, a check that failed)",
            "2:the command, a file or a setting cannot be used",
            "3:the service cannot be reached",
            "70:an error inside Consilium"
        },
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            ChaosCommand.class,
            RunCommand.class,
            SubmitCommand.class,
            CancelCommand.class,
            ShowCommand.class,
            ConfirmCommand.class,
            LettersCommand.class,
            AnswerCommand.class,
            ModelCommand.class,
            BenchCommand.class,
            PhantomsCommand.class,
            SamplesCommand.class,
            TrainCommand.class,
            EvalCommand.class,
            ReproduceCommand.class,
            GateCommand.class,
            LearnCommand.class,
            TopicsCommand.class
        })
public final class Consilium implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? See consilium --help.");
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        AvroTrust.ensure();
        return new CommandLine(new Consilium())
                .setExecutionExceptionHandler(new Failures())
                .setCaseInsensitiveEnumValuesAllowed(true);
    }
}
