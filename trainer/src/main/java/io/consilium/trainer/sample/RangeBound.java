package io.consilium.trainer.sample;

import io.consilium.problem.ConfigurationException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One end of a range of a topic, as people name it. */
public sealed interface RangeBound {
    /** The first record that is still kept. */
    record Earliest() implements RangeBound {}

    /** After the last record there is now. */
    record Latest() implements RangeBound {}

    /** The first record of that time or later. */
    record At(Instant time) implements RangeBound {}

    /** An offset of each partition that is named; others are not in the range. */
    record Offsets(Map<Integer, Long> byPartition) implements RangeBound {}

    Pattern OFFSET = Pattern.compile("(\\d{1,9}):(\\d{1,18})");

    /**
     * @param option for the message
     * @param text {@code earliest}, {@code latest}, a time such as {@code 2026-11-01T00:00:00Z}, or offsets such as
     *     {@code 0:5,1:7}
     * @throws ConfigurationException when it is none of these
     */
    static RangeBound parse(String option, String text) {
        if (text.equals("earliest")) {
            return new Earliest();
        }
        if (text.equals("latest")) {
            return new Latest();
        }
        if (OFFSET.matcher(text.split(",")[0]).matches()) {
            return offsets(option, text);
        }
        try {
            return new At(Instant.parse(text));
        } catch (DateTimeParseException e) {
            throw unusable(option, text);
        }
    }

    private static RangeBound offsets(String option, String text) {
        Map<Integer, Long> offsets = new TreeMap<>();
        for (String part : text.split(",")) {
            Matcher matcher = OFFSET.matcher(part);
            if (!matcher.matches()) {
                throw unusable(option, text);
            }
            offsets.put(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
        }
        return new Offsets(offsets);
    }

    private static ConfigurationException unusable(String option, String text) {
        return new ConfigurationException(
                "The range of samples cannot be used",
                List.of(option + " is earliest, latest, a time (2026-11-01T00:00:00Z) or offsets by partition"
                        + " (0:5,1:7), not " + text));
    }
}
