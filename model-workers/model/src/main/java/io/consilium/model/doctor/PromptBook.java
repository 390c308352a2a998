package io.consilium.model.doctor;

import io.consilium.record.Request;
import io.consilium.record.Role;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
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
        return render(request.getRole(), Matter.of(request));
    }

    public Prompt render(Role role, Matter matter) {
        Map<String, String> values = new HashMap<>();
        values.put("question", matter.question());
        values.put("history", matter.history().strip());
        values.put("department", matter.department());
        values.put("departments", String.join(", ", matter.departments()));
        values.put("options", String.join(", ", matter.options()));
        values.put("opinions", opinions(matter.opinions()));
        return switch (role) {
            case TRIAGE -> triage.render(values, matter.pictures());
            case SPECIALIST -> specialist.render(values, matter.pictures());
            case ATTENDING -> attending.render(values, matter.pictures());
        };
    }

    private static String opinions(SortedMap<Integer, String> answers) {
        return answers.entrySet().stream()
                .map(opinion -> opinion.getKey() + ". " + inOneLine(opinion.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String inOneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
