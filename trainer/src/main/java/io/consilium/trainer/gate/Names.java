package io.consilium.trainer.gate;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Patterns of names in which {@code *} is any text. */
final class Names {
    private final List<Pattern> patterns;

    Names(List<String> patterns) {
        this.patterns = patterns.stream().map(Names::pattern).toList();
    }

    private static Pattern pattern(String words) {
        return Pattern.compile(
                Arrays.stream(words.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    boolean contain(String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }
}
