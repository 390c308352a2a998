package io.consilium.model.doctor;

import java.time.Duration;

/**
 * How remote models are asked.
 *
 * @param attempts most tries of one request
 * @param attemptTimeout of one try
 * @param firstDelay before the second try; it doubles up to {@code longestDelay}, and up to a quarter is added at random
 * @param breakAfter failed tries of the last twice as many that open the circuit: then requests fail at once
 * @param openFor how long the circuit stays open before one request may try it
 * @param maxReplyBytes of one HTTP response
 */
public record RemoteSettings(
        int attempts,
        Duration attemptTimeout,
        Duration firstDelay,
        Duration longestDelay,
        int breakAfter,
        Duration openFor,
        int maxReplyBytes) {
    public static final RemoteSettings DEFAULT = new RemoteSettings(
            4,
            Duration.ofSeconds(60),
            Duration.ofMillis(250),
            Duration.ofSeconds(10),
            10,
            Duration.ofSeconds(15),
            4 << 20);
}
