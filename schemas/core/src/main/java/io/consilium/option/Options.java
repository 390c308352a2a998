package io.consilium.option;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Finds which option an answer names: by its text ({@code "Left."}), by its letter ({@code "b"}, {@code "(B)"},
 * {@code "option b"}) or by both ({@code "B) left"}), whatever the case and the punctuation around it.
 * Signs are no punctuation: {@code "HER2+"} is not {@code "HER2-"}.
 *
 * <p>An answer that can be read in two ways is no answer. Where an option is itself a single letter, letters are text
 * only: of the options {@code B, A} the answer {@code "A"} is the second. The same rule serves replies, outcomes and
 * rewards.
 */
public final class Options {
    private static final Pattern LETTER = Pattern.compile("(?:option |answer )?\\(?([a-z])\\)?");
    private static final Pattern LETTER_AND_TEXT = Pattern.compile("(?:option |answer )?\\(?([a-z])[).:]\\s*(.+)");
    private static final Pattern DASHES = Pattern.compile("[\\p{Pd}\u2212]");
    /** Not the signs that carry meaning: "HER2+" and "HER2-", "<5 mm", "5%". A dash apart from the text is a bullet. */
    private static final Pattern EDGE = Pattern.compile("\\G(?:[\\s\\p{IsPunctuation}`|&&[^%\\-]]+|-++(?=\\s))");

    private static final Pattern EDGES = Pattern.compile("^(?:" + EDGE + "|-+(?=\\s))+|(?:" + EDGE + "|(?<=\\s)-+)+$");

    private final List<String> texts;
    private final boolean lettered;

    private Options(List<String> texts) {
        this.texts = texts;
        this.lettered = texts.stream().noneMatch(text -> text.length() == 1 && Character.isLetter(text.charAt(0)));
    }

    public static Options of(List<String> options) {
        return new Options(options.stream().map(Options::normal).toList());
    }

    /** Whether no two options would be taken for the same answer. */
    public boolean distinct() {
        return new HashSet<>(texts).size() == texts.size();
    }

    /** The index of the one option that the answer names, counted from 0; empty when none or several fit. */
    public OptionalInt match(String answer) {
        String folded = fold(answer);
        Set<Integer> readings = new HashSet<>(withText(normal(answer)));
        if (lettered) {
            readings.addAll(byLetter(folded));
        }
        return readings.size() == 1 ? OptionalInt.of(readings.iterator().next()) : OptionalInt.empty();
    }

    /** Whether two free answers say the same, whatever the case, spacing and punctuation around them. */
    public static boolean sameText(String one, String other) {
        return normal(one).equals(normal(other));
    }

    /** Whether two answers to a question say the same: the same option, or of an open question the same text. */
    public static boolean agree(List<String> options, String one, String other) {
        if (options.isEmpty()) {
            return sameText(one, other);
        }
        OptionalInt named = of(options).match(one);
        return named.isPresent() && named.equals(of(options).match(other));
    }

    /** The form in which two answers that say the same are equal. */
    public static String canonical(String answer) {
        return normal(answer);
    }

    private List<Integer> withText(String text) {
        return IntStream.range(0, texts.size())
                .filter(index -> texts.get(index).equals(text))
                .boxed()
                .toList();
    }

    private List<Integer> byLetter(String folded) {
        Matcher both = LETTER_AND_TEXT.matcher(folded);
        if (both.matches() && !normal(both.group(2)).isEmpty()) {
            int index = both.group(1).charAt(0) - 'a';
            return withText(normal(both.group(2))).contains(index) ? List.of(index) : List.of();
        }
        Matcher letter = LETTER.matcher(normal(folded));
        if (!letter.matches()) {
            return List.of();
        }
        int index = letter.group(1).charAt(0) - 'a';
        return index < texts.size() ? List.of(index) : List.of();
    }

    /** Compatibility form, lower case, single spaces, one kind of dash. */
    private static String fold(String text) {
        String compatible = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return DASHES.matcher(compatible).replaceAll("-").strip().replaceAll("\\s+", " ");
    }

    /** Folded, without punctuation at its edges; text of nothing but punctuation stays as it is. */
    private static String normal(String text) {
        String folded = fold(text);
        String bare = reversed(withoutStart(reversed(withoutStart(folded))));
        return bare.isEmpty() ? folded : bare;
    }

    private static String withoutStart(String text) {
        Matcher edge = EDGE.matcher(text);
        int start = 0;
        while (edge.find()) {
            start = edge.end();
        }
        return text.substring(start);
    }

    private static String reversed(String text) {
        return new StringBuilder(text).reverse().toString();
    }
}
