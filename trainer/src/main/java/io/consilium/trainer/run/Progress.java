package io.consilium.trainer.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Tells how far a run is, in a line such as {@code stage easy  step 12/60  reward 1.31  41 completions/s  2m10s left}. Speed
 * and time left come from the last {@value #WINDOW} updates. Same updates and clock, same lines. Not threadsafe.
 */
public final class Progress {
    private static final int WINDOW = 20;

    private final long steps;
    private final Duration every;
    private final InstantSource clock;
    private final Consumer<String> out;
    private final Deque<Moment> moments = new ArrayDeque<>();
    private Optional<Instant> lastLine = Optional.empty();

    private record Moment(Instant time, long step, long completions) {}

    /**
     * @param steps how many the run has
     * @param every the least time between two lines; zero on a terminal, where a line replaces the one before
     */
    public Progress(long steps, Duration every, InstantSource clock, Consumer<String> out) {
        this.steps = steps;
        this.every = every;
        this.clock = clock;
        this.out = out;
    }

    /**
     * @param stage empty when the run has none
     * @param step how many steps are done
     * @param completions how many were made so far; 0 leaves their speed out
     * @param values shown in their order, such as {@code reward}
     */
    public void update(String stage, long step, long completions, Map<String, Double> values) {
        Instant now = clock.instant();
        moments.addLast(new Moment(now, step, completions));
        if (moments.size() > WINDOW) {
            moments.removeFirst();
        }
        boolean due = lastLine.map(last -> !now.isBefore(last.plus(every))).orElse(true);
        if (due || step >= steps) {
            lastLine = Optional.of(now);
            out.accept(line(stage, step, values));
        }
    }

    private String line(String stage, long step, Map<String, Double> values) {
        StringBuilder line = new StringBuilder();
        if (!stage.isEmpty()) {
            line.append("stage ").append(stage).append("  ");
        }
        line.append("step ").append(step).append('/').append(steps);
        line.append(values.entrySet().stream()
                .map(entry -> "  " + entry.getKey() + " " + number(entry.getValue()))
                .collect(Collectors.joining()));
        return line.append(speed(step)).toString();
    }

    private String speed(long step) {
        Moment first = moments.getFirst();
        Moment last = moments.getLast();
        double seconds = Duration.between(first.time(), last.time()).toMillis() / 1000.0;
        long stepsDone = last.step() - first.step();
        if (seconds <= 0 || stepsDone <= 0) {
            return "";
        }
        double completions = (last.completions() - first.completions()) / seconds;
        Duration left = Duration.ofSeconds(Math.round(Math.max(0, steps - step) * seconds / stepsDone));
        return (completions > 0 ? "  " + number(completions) + " completions/s" : "")
                + (step < steps ? "  " + words(left) + " left" : "");
    }

    /** Three digits that matter, never 1.00E-3. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return "–";
        }
        double size = Math.abs(value);
        int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 || size == 0 ? 2 : 3;
        boolean tiny = size > 0 && size < 0.001;
        return String.format(Locale.ROOT, tiny ? "%.1e" : "%." + decimals + "f", value);
    }

    /** Such as 45s, 2m10s, 3h05m. */
    static String words(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 60) {
            return seconds + "s";
        }
        return seconds < 3600
                ? String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%dh%02dm", seconds / 3600, seconds / 60 % 60);
    }
}
