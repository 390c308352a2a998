package io.consilium.monitor;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Where in a trace something happens, as W3C Trace Context spells it ({@code 00-TRACE-SPAN-FLAGS}); empty outside of any
 * trace. What arrives and is spelt otherwise counts as empty: a header must not smuggle text into spans or journals.
 */
public record Trace(String parent) {
    public static final Trace NONE = new Trace("");

    static final String HEADER = "traceparent";
    private static final Pattern SPELLING =
            Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final int ID_FROM = 3;
    private static final int ID_TO = 35;

    public static Trace of(String parent) {
        return SPELLING.matcher(parent).matches() ? new Trace(parent) : NONE;
    }

    public static Trace of(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        return header == null || header.value() == null
                ? NONE
                : of(new String(header.value(), StandardCharsets.US_ASCII));
    }

    /** What everything that happens to one case has in common. */
    public Optional<String> id() {
        return parent.isEmpty() ? Optional.empty() : Optional.of(parent.substring(ID_FROM, ID_TO));
    }

    public boolean exists() {
        return !parent.isEmpty();
    }

    /** For a record that is published here. */
    public Headers headers() {
        RecordHeaders headers = new RecordHeaders();
        if (exists()) {
            headers.add(HEADER, parent.getBytes(StandardCharsets.US_ASCII));
        }
        return headers;
    }

    /** This one, or the other where this does not belong to the other's trace. */
    public Trace within(Trace other) {
        return other.exists() && !id().equals(other.id()) ? other : this;
    }
}
