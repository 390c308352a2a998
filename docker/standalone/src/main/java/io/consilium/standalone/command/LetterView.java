package io.consilium.standalone.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.record.Coordinates;
import io.consilium.record.DeadLetter;
import io.consilium.record.Republication;
import io.consilium.standalone.letters.Letter;
import io.consilium.topic.DeadLetters;
import java.util.List;
import java.util.Locale;

/** Dead letters as people and programs read them: never the record's bytes. */
final class LetterView {
    private static final String LINE = "  %-32s %-20s %-11s %-12s %-24s %5s %9s  %s";

    private LetterView() {}

    static String head() {
        return String.format(
                Locale.ROOT, LINE, "letter", "reason", "application", "source", "last failed", "tries", "bytes", "");
    }

    static String line(Letter letter) {
        DeadLetter about = letter.about();
        return String.format(
                        Locale.ROOT,
                        LINE,
                        letter.id(),
                        about.getCode(),
                        about.getApplication(),
                        about.getSource().orElse("–"),
                        about.getLastFailedAt(),
                        about.getAttempts(),
                        letter.valueBytes(),
                        letter.republished() ? "sent again" : "")
                .stripTrailing();
    }

    static String text(Letter letter) {
        DeadLetter about = letter.about();
        StringBuilder text = new StringBuilder("Dead letter " + letter.id() + "\n");
        field(text, "reason", about.getCode() + ": " + about.getReason());
        field(text, "application", about.getApplication());
        about.getSource().ifPresent(source -> field(text, "source", source));
        about.getCaseId().ifPresent(id -> field(text, "case", id));
        field(text, "failed", first(about) + about.getLastFailedAt() + ", tries: " + about.getAttempts());
        field(text, "size", "key " + letter.keyBytes() + " bytes, value " + letter.valueBytes() + " bytes");
        if (!about.getHeaders().isEmpty()) {
            field(text, "headers", String.join(", ", headers(about)));
        }
        field(text, "lies at", DeadLetters.key(letter.liesAt()));
        letter.republications().forEach(told -> field(text, "sent again", line(told)));
        return text.toString().stripTrailing();
    }

    static String line(Republication told) {
        return "as " + DeadLetters.key(told.getSentTo()) + " by " + told.getBy() + " at " + told.getAt() + ": "
                + told.getWhy();
    }

    static ObjectNode json(Letter letter) {
        DeadLetter about = letter.about();
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("letter", letter.id());
        coordinates(view, about.getAt());
        view.put("code", about.getCode());
        view.put("reason", about.getReason());
        view.put("application", about.getApplication());
        about.getSource().ifPresent(source -> view.put("source", source));
        about.getCaseId().ifPresent(id -> view.put("case_id", id));
        view.put("first_failed_at", about.getFirstFailedAt().toString());
        view.put("last_failed_at", about.getLastFailedAt().toString());
        view.put("attempts", about.getAttempts());
        view.put("key_bytes", letter.keyBytes());
        view.put("value_bytes", letter.valueBytes());
        ArrayNode headers = view.putArray("headers");
        headers(about).forEach(headers::add);
        coordinates(view.putObject("lies_at"), letter.liesAt());
        view.putArray("republished");
        letter.republications().forEach(told -> view.withArray("republished").add(json(told)));
        return view;
    }

    private static ObjectNode json(Republication told) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        coordinates(view, told.getSentTo());
        return view.put("by", told.getBy()).put("at", told.getAt().toString()).put("why", told.getWhy());
    }

    private static void coordinates(ObjectNode view, Coordinates at) {
        view.put("topic", at.getTopic()).put("partition", at.getPartition()).put("offset", at.getOffset());
    }

    private static List<String> headers(DeadLetter about) {
        return about.getHeaders().stream()
                .map(header -> header.getName().replaceAll("\\p{Cntrl}", "?"))
                .toList();
    }

    private static String first(DeadLetter about) {
        return about.getFirstFailedAt().equals(about.getLastFailedAt())
                ? ""
                : "first " + about.getFirstFailedAt() + ", last ";
    }

    private static void field(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "  %-12s %s%n", name, value));
    }
}
