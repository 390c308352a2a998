package io.consilium.standalone.letters;

import io.consilium.problem.ConfigurationException;
import io.consilium.record.DeadLetter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Which dead letters are meant: of the values given for one word any fits, and all words must fit. */
public record Where(Map<Word, List<String>> wanted) {

    /** What can be asked of a letter. */
    public enum Word {
        ID,
        REASON,
        TOPIC,
        SOURCE,
        APPLICATION,
        CASE,
        SINCE,
        UNTIL;

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param conditions each {@code word=value}; {@code since} and {@code until} take times
     * @throws ConfigurationException with every condition that cannot be understood
     */
    public static Where parse(List<String> conditions) {
        Map<Word, List<String>> wanted = new EnumMap<>(Word.class);
        List<String> problems = new ArrayList<>();
        for (String condition : conditions) {
            int equals = condition.indexOf('=');
            String name = equals < 0 ? condition : condition.substring(0, equals);
            Arrays.stream(Word.values())
                    .filter(word -> equals > 0 && word.text().equals(name))
                    .findFirst()
                    .ifPresentOrElse(
                            word -> add(wanted, word, condition.substring(equals + 1), problems),
                            () -> problems.add(condition + " is not one of "
                                    + Arrays.stream(Word.values())
                                            .map(word -> word.text() + "=…")
                                            .collect(Collectors.joining(", "))));
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException("--where cannot be understood", problems);
        }
        return new Where(wanted);
    }

    private static void add(Map<Word, List<String>> wanted, Word word, String value, List<String> problems) {
        if (word == Word.SINCE || word == Word.UNTIL) {
            try {
                Instant.parse(value);
            } catch (DateTimeException e) {
                problems.add(word.text() + " is a time such as 2026-11-01T00:00:00Z, not '" + value + "'");
            }
        }
        wanted.computeIfAbsent(word, key -> new ArrayList<>()).add(value);
    }

    public boolean fits(Letter letter) {
        return wanted.entrySet().stream()
                .allMatch(word -> word.getValue().stream().anyMatch(value -> fits(letter, word.getKey(), value)));
    }

    private static boolean fits(Letter letter, Word word, String value) {
        DeadLetter about = letter.about();
        return switch (word) {
            case ID -> letter.id().equals(value);
            case REASON -> about.getCode().equals(value);
            case TOPIC -> about.getAt().getTopic().equals(value);
            case SOURCE -> about.getSource().filter(value::equals).isPresent();
            case APPLICATION -> about.getApplication().equals(value);
            case CASE -> about.getCaseId().filter(value::equals).isPresent();
            case SINCE -> !about.getLastFailedAt().isBefore(Instant.parse(value));
            case UNTIL -> about.getLastFailedAt().isBefore(Instant.parse(value));
        };
    }
}
