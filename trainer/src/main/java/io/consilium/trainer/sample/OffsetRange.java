package io.consilium.trainer.sample;

import io.consilium.problem.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A fixed part of a topic: from the first offset to before the second, of each partition. Written as
 * {@code 0:5-12,1:0-7}.
 */
public record OffsetRange(SortedMap<Integer, Span> partitions) {
    private static final Pattern PART = Pattern.compile("(\\d{1,9}):(\\d{1,18})-(\\d{1,18})");

    /** @param to not in it */
    public record Span(long from, long to) {}

    /** @throws ConfigurationException when a partition ends before it begins, or nothing is in the range */
    public OffsetRange {
        List<String> problems = new ArrayList<>();
        partitions.forEach((partition, span) -> {
            if (span.to() < span.from()) {
                problems.add("partition " + partition + " is to be read from " + span.from() + " to " + span.to()
                        + ", which lies before it");
            }
        });
        if (problems.isEmpty() && partitions.values().stream().allMatch(span -> span.from() == span.to())) {
            problems.add("nothing lies in it; give an earlier --from or a later --to, or confirm some cases first");
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException("The range of samples cannot be used", problems);
        }
        partitions = new TreeMap<>(partitions);
    }

    /** @throws ConfigurationException when the text is no range */
    public static OffsetRange parse(String text) {
        SortedMap<Integer, Span> partitions = new TreeMap<>();
        for (String part : text.split(",")) {
            Matcher matcher = PART.matcher(part.strip());
            if (!matcher.matches()) {
                throw new ConfigurationException(
                        "The range of samples cannot be used",
                        List.of("'" + part + "' is not PARTITION:FROM-TO, such as 0:5-12"));
            }
            partitions.put(
                    Integer.parseInt(matcher.group(1)),
                    new Span(Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3))));
        }
        return new OffsetRange(partitions);
    }

    @Override
    public String toString() {
        return partitions.entrySet().stream()
                .map(each -> each.getKey() + ":" + each.getValue().from() + "-"
                        + each.getValue().to())
                .collect(Collectors.joining(","));
    }

    /** The words that choose the same range again. */
    public String options() {
        return "--from " + offsets(Span::from) + " --to " + offsets(Span::to);
    }

    private String offsets(ToLongFunction<Span> which) {
        return partitions.entrySet().stream()
                .map(each -> each.getKey() + ":" + which.applyAsLong(each.getValue()))
                .collect(Collectors.joining(","));
    }
}
