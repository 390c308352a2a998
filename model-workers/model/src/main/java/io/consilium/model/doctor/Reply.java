package io.consilium.model.doctor;

import java.util.List;
import java.util.Optional;

/**
 * What a doctor's raw text says: {@code <think>…</think><answer>…</answer>}, tags in small letters, nothing before, only
 * white space between and after. The reasoning may be empty, the answer may not; there is exactly one of each.
 *
 * @param reasoning the text between the think tags, stripped; empty when the format was not kept
 * @param answer the text between the answer tags, stripped; present exactly when the format was kept
 */
public record Reply(String reasoning, Optional<String> answer) {
    private static final String THINK = "<think>";
    private static final String THOUGHT = "</think>";
    private static final String ANSWER = "<answer>";
    private static final String ANSWERED = "</answer>";
    private static final Reply WITHOUT_FORMAT = new Reply("", Optional.empty());

    public static Reply parse(String text) {
        String reply = text.stripTrailing();
        int thought = reply.indexOf(THOUGHT);
        int answer = reply.indexOf(ANSWER);
        if (!reply.startsWith(THINK) || !reply.endsWith(ANSWERED) || thought < 0 || answer < thought) {
            return WITHOUT_FORMAT;
        }
        if (!reply.substring(thought + THOUGHT.length(), answer).isBlank()) {
            return WITHOUT_FORMAT;
        }
        String reasoning = reply.substring(THINK.length(), thought);
        String said = reply.substring(answer + ANSWER.length(), reply.length() - ANSWERED.length());
        if (said.isBlank() || holdsTag(reasoning) || holdsTag(said)) {
            return WITHOUT_FORMAT;
        }
        return new Reply(reasoning.strip(), Optional.of(said.strip()));
    }

    public boolean formatOk() {
        return answer.isPresent();
    }

    private static boolean holdsTag(String text) {
        return List.of(THINK, THOUGHT, ANSWER, ANSWERED).stream().anyMatch(text::contains);
    }
}
