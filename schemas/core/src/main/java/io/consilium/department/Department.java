package io.consilium.department;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A group of specialists whose opinions the attending physician weighs.
 *
 * @param quorum opinions that suffice when the deadline comes
 * @param attempts how often each seat may be tried
 */
public record Department(String name, List<Seat> seats, int quorum, int attempts, Duration deadline) {

    /** The department's name as topics spell it. */
    public String slug() {
        return slug(name);
    }

    public static String slug(String name) {
        return name.toLowerCase(Locale.ROOT).replace(' ', '-');
    }
}
