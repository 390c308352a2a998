package io.consilium.trainer.reproduce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consilium.problem.FatalException;
import io.consilium.trainer.evaluation.Graded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a test case was answered: all that the tables are made of.
 *
 * @param right 0 or 1
 * @param newTokens of all replies
 */
record Mark(String set, String id, double right, double format, long newTokens) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Mark of(Graded graded) {
        return new Mark(graded.set(), graded.id(), graded.right(), graded.format(), graded.newTokens());
    }

    static void write(List<Mark> marks, Path file) {
        StringBuilder lines = new StringBuilder();
        marks.forEach(mark -> lines.append(JSON.<JsonNode>valueToTree(mark)).append('\n'));
        Shelf.replace(file, lines.toString());
    }

    static List<Mark> read(Path file) {
        List<Mark> marks = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                marks.add(JSON.readValue(line, Mark.class));
            }
        } catch (JsonProcessingException e) {
            throw new FatalException(file + " is damaged: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new FatalException(file + " cannot be read: " + e, e);
        }
        return marks;
    }
}
