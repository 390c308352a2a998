package io.consilium.trainer.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consilium.problem.FatalException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * How far a run is.
 *
 * @param stage the one it is in, counted from 0
 * @param step how many steps of that stage are done
 * @param total steps of all stages
 * @param tokens seen in all stages
 * @param completions sampled in all stages
 * @param best the stage's best validation reward so far
 * @param bestStep the total at that time; -1 when nothing was tested yet
 * @param looks at the validation samples since then
 */
record State(int stage, long step, long total, double tokens, long completions, double best, long bestStep, int looks) {
    static final State START = new State(0, 0, 0, 0, 0, 0, -1, 0);
    static final String FILE = "state.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    static State read(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            JsonNode node = JSON.readTree(file.toFile());
            return new State(
                    node.required("stage").asInt(),
                    node.required("step").asLong(),
                    node.required("total").asLong(),
                    node.required("tokens").asDouble(),
                    node.required("completions").asLong(),
                    node.required("best").asDouble(),
                    node.required("bestStep").asLong(),
                    node.required("looks").asInt());
        } catch (IOException | IllegalArgumentException e) {
            throw new FatalException(
                    file + " cannot be read, so the run cannot go on from there: " + e.getMessage(), e);
        }
    }

    void write(Path directory) throws IOException {
        JSON.writeValue(directory.resolve(FILE).toFile(), this);
    }

    State stepped(double moreTokens, int moreCompletions) {
        return new State(
                stage, step + 1, total + 1, tokens + moreTokens, completions + moreCompletions, best, bestStep, looks);
    }

    State looked(double reward) {
        return bestStep < 0 || reward > best
                ? new State(stage, step, total, tokens, completions, reward, total, 0)
                : new State(stage, step, total, tokens, completions, best, bestStep, looks + 1);
    }

    State nextStage() {
        return new State(stage + 1, 0, total, tokens, completions, 0, -1, 0);
    }
}
