package io.consilium.standalone.demo;

import io.consilium.record.JournalEntry;
import io.consilium.standalone.service.Tail;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;

/** Follows the journal in a thread of its own and shows how far the cases are. */
final class JournalWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Tail<JournalEntry> journal;
    private final int cases;
    private final Consumer<String> progress;
    private final Map<String, Integer> reached = new TreeMap<>();
    private final Thread thread;
    private volatile boolean closed;

    /** @param journal closed with the watch */
    JournalWatch(Tail<JournalEntry> journal, int cases, Consumer<String> progress) {
        this.journal = journal;
        this.cases = cases;
        this.progress = progress;
        this.thread = new Thread(this::follow, "journal-watch");
    }

    void start() {
        thread.start();
    }

    private void follow() {
        try (journal) {
            while (!closed) {
                journal.next(POLL).stream()
                        .filter(entry -> !entry.getTo().equals(entry.getFrom()))
                        .forEach(entry -> reached.merge(entry.getTo(), 1, Integer::sum));
                if (!closed) {
                    progress.accept(line());
                }
            }
        } catch (KafkaException e) {
            progress.accept("(progress is no longer shown: " + e.getMessage() + ")");
        }
    }

    private String line() {
        return String.format(
                "%d cases: %d at triage, %d with specialists, %d with the attending, %d closed",
                cases,
                count("AWAITING_TRIAGE") - count("AWAITING_OPINIONS"),
                count("AWAITING_OPINIONS") - count("AWAITING_ATTENDING"),
                count("AWAITING_ATTENDING") - count("CLOSED"),
                count("CLOSED"));
    }

    private int count(String phase) {
        return reached.getOrDefault(phase, 0);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
