package io.consilium.model.doctor;

import io.consilium.record.Opinion;
import io.consilium.record.Request;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What each doctor is told: one template a role, the same for serving and for training. Immutable.
 *
 * <p>Open questions have no line of options, a history has a line of its own when there is one. Opinions keep the number
 * of their seat; one without an answer is left out, and without any there is no such block. An answer of several lines
 * is told in one, so that it cannot pass for somebody else's opinion.
 */
public final class PromptBook {
    private final PromptTemplate triage;
    private final PromptTemplate specialist;
    private final PromptTemplate attending;

    private PromptBook(PromptTemplate triage, PromptTemplate specialist, PromptTemplate attending) {
        this.triage = triage;
        this.specialist = specialist;
        this.attending = attending;
    }

    /** The templates that come with Consilium, which the starter checkpoints were trained on. */
    public static PromptBook bundled() {
        return new PromptBook(
                PromptTemplate.bundled("triage"),
                PromptTemplate.bundled("specialist"),
                PromptTemplate.bundled("attending"));
    }

    public Prompt render(Request request) {
        Map<String, String> values = new HashMap<>();
        values.put("question", request.getQuestion());
        values.put("history", request.getHistory().orElse("").strip());
        values.put("department", request.getDepartment().orElse(""));
        values.put("departments", String.join(", ", request.getDepartments()));
        values.put("options", String.join(", ", request.getOptions()));
        values.put("opinions", opinions(request.getOpinions()));
        int pictures = request.getImages().size();
        return switch (request.getRole()) {
            case TRIAGE -> triage.render(values, pictures);
            case SPECIALIST -> specialist.render(values, pictures);
            case ATTENDING -> attending.render(values, pictures);
        };
    }

    private static String opinions(List<Opinion> opinions) {
        return opinions.stream()
                .filter(opinion -> opinion.getAnswer().isPresent())
                .sorted(Comparator.comparingInt(Opinion::getSeat))
                .map(opinion ->
                        opinion.getSeat() + ". " + inOneLine(opinion.getAnswer().get()))
                .collect(Collectors.joining("\n"));
    }

    private static String inOneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
