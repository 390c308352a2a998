package io.consilium.standalone.command;

import io.consilium.image.PictureException;
import io.consilium.model.vlm.ModelException;
import io.consilium.problem.ConfigurationException;
import io.consilium.problem.FatalException;
import io.consilium.problem.RootCause;
import io.consilium.problem.TransientException;
import io.consilium.trainer.run.RunStoppedException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says what went wrong in a line; a stack trace is only for errors of Consilium's own. */
public final class Failures implements IExecutionExceptionHandler {
    static final int INCOMPLETE = 1;
    static final int UNUSABLE = 2;
    static final int UNREACHABLE = 3;
    static final int INTERNAL = 70;

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof ConfigurationException
                || failure instanceof ModelException
                || failure instanceof PictureException
                || failure instanceof FatalException
                || failure instanceof IllegalArgumentException) {
            return say(command, failure, UNUSABLE);
        }
        if (refused(failure)) {
            command.getErr()
                    .println("consilium: this principal may not do that: " + RootCause.message(failure)
                            + "; see --kafka, and 'consilium topics --access' for who may");
            return UNUSABLE;
        }
        if (failure instanceof RunStoppedException) {
            return say(command, failure, INCOMPLETE);
        }
        if (failure instanceof SerializationException) {
            command.getErr()
                    .println("consilium: the schema registry did not take or give a schema: "
                            + RootCause.message(failure) + " (see --registry)");
            return UNREACHABLE;
        }
        if (failure instanceof TransientException || failure instanceof TimeoutException) {
            return say(command, failure, UNREACHABLE);
        }
        say(command, failure, INTERNAL);
        failure.printStackTrace(command.getErr());
        return INTERNAL;
    }

    private static boolean refused(Throwable failure) {
        return failure instanceof AuthorizationException || failure.getCause() != null && refused(failure.getCause());
    }

    private static int say(CommandLine command, Exception failure, int exitCode) {
        command.getErr().println("consilium: " + failure.getMessage());
        return exitCode;
    }
}
