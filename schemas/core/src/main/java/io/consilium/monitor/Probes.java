package io.consilium.monitor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the three probes of a process answer. Live: no part is broken; a part that restores its state for an hour is as
 * live as one that works. Ready: every part works. Started: every part has worked once; stays true. Safe for threads.
 */
public final class Probes {
    private final Map<String, Supplier<Standing>> parts = new LinkedHashMap<>();
    private boolean started;

    /** The parts by name, and what a probe makes of them. */
    public record Answer(boolean yes, Map<String, Standing> parts) {}

    /** Parts are added before the probes are served; a process without parts is not ready. */
    public synchronized void add(String name, Supplier<Standing> standing) {
        parts.put(name, standing);
    }

    public Answer live() {
        Map<String, Standing> now = look();
        return new Answer(!now.containsValue(Standing.BROKEN), now);
    }

    public Answer ready() {
        Map<String, Standing> now = look();
        return new Answer(allReady(now), now);
    }

    public Answer started() {
        Map<String, Standing> now = look();
        synchronized (this) {
            started |= allReady(now);
            return new Answer(started, now);
        }
    }

    private static boolean allReady(Map<String, Standing> parts) {
        return !parts.isEmpty() && parts.values().stream().allMatch(Standing.READY::equals);
    }

    private synchronized Map<String, Standing> look() {
        Map<String, Standing> now = new LinkedHashMap<>();
        parts.forEach((name, standing) -> now.put(name, standing.get()));
        return now;
    }
}
