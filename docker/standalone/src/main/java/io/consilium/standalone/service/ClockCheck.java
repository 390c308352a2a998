package io.consilium.standalone.service;

import io.consilium.problem.ConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds this host's clock against the registry's, which all processes see: a journey whose clock is wrong would let
 * deadlines pass early or late when it takes cases over, a worker would give up requests that have time.
 */
final class ClockCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ClockCheck.class);
    private static final Duration WITHIN = Duration.ofSeconds(5);

    /** Shorter than any deadline, longer than what clocks differ that are set by the network. */
    static final Duration TOLERANCE = Duration.ofSeconds(10);

    private ClockCheck() {}

    /** @throws ConfigurationException when the clocks differ by more than the tolerance */
    static void require(String registry, InstantSource clock) {
        Instant before = clock.instant();
        Optional<Instant> theirs = time(registry.split(",")[0]);
        Instant after = clock.instant();
        if (theirs.isEmpty()) {
            LOG.info("registry={} clock=UNKNOWN", registry);
            return;
        }
        Duration behind = Duration.between(after, theirs.get());
        Duration ahead = Duration.between(theirs.get(), before);
        Duration difference = ahead.compareTo(behind) > 0 ? ahead : behind;
        if (difference.compareTo(TOLERANCE) > 0) {
            throw new ConfigurationException(
                    "This host's clock is " + difference.toSeconds() + " s "
                            + (ahead.equals(difference) ? "ahead of" : "behind") + " the schema registry's",
                    List.of("deadlines would pass early or late; let the clocks of all hosts be set by the network"
                            + " (chrony, ntpd), then start again"));
        }
    }

    /** By the second; empty when it does not say. */
    private static Optional<Instant> time(String registry) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(registry)).timeout(WITHIN).build();
        try {
            HttpResponse<Void> response = HttpClient.newBuilder()
                    .connectTimeout(WITHIN)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.discarding());
            return response.headers().firstValue("Date").map(date -> ZonedDateTime.parse(
                            date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (IOException | DateTimeParseException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
