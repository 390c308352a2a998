package io.consilium.problem;

import java.util.List;

/**
 * A failure as a log may show it: the types and stack traces of it and its causes. Messages stay only where they are
 * written by us or by Kafka's client about connections and topics; any other may quote the text of a case.
 */
public final class Scrubbed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final List<String> TRUSTED =
            List.of("io.consilium.problem.", "org.apache.kafka.common.errors.", "java.net.");

    private Scrubbed(String message, Throwable cause) {
        super(message, cause, false, true);
    }

    public static Scrubbed of(Throwable problem) {
        Throwable cause = problem.getCause();
        Scrubbed scrubbed = new Scrubbed(words(problem), cause == null ? null : of(cause));
        scrubbed.setStackTrace(problem.getStackTrace());
        return scrubbed;
    }

    /** The type of a failure, with its message where that can be trusted. */
    public static String words(Throwable problem) {
        String type = problem.getClass().getName();
        boolean trusted = TRUSTED.stream().anyMatch(type::startsWith);
        return trusted ? type + ": " + problem.getMessage() : type;
    }
}
