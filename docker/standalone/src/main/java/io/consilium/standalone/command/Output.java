package io.consilium.standalone.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consilium.standalone.training.Narration;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a command says: results on standard output, all else on standard error. With {@code --json} standard output holds
 * one JSON object a line and nothing else.
 */
final class Output implements Narration {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean terminal = System.console() != null;
    private boolean progressShown;

    Output(CommandSpec spec) {
        this.out = spec.commandLine().getOut();
        this.err = spec.commandLine().getErr();
    }

    void json(JsonNode line) {
        try {
            out.println(JSON.writeValueAsString(line));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes can always be written", e);
        }
    }

    void say(String text) {
        endProgress();
        out.println(text);
        out.flush();
    }

    @Override
    public void remark(String text) {
        endProgress();
        err.println(text);
        err.flush();
    }

    @Override
    public boolean isTerminal() {
        return terminal;
    }

    @Override
    public void progress(String text) {
        if (terminal) {
            err.print("\r" + text + "\u001b[K");
            err.flush();
            progressShown = true;
        }
    }

    private void endProgress() {
        if (progressShown) {
            err.print("\r\u001b[K");
            progressShown = false;
        }
    }
}
