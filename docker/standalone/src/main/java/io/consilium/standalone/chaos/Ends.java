package io.consilium.standalone.chaos;

import io.consilium.record.Reply;
import io.consilium.record.ReplyKind;
import io.consilium.serde.RecordSerdes;
import io.consilium.standalone.service.Endpoints;
import io.consilium.standalone.service.Tail;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens to what sources are told, and knows which of their messages have not ended yet. Safe for threads. */
final class Ends implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ends.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Tail<Reply> replies;
    private final Set<String> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger ended = new AtomicInteger();
    private final Thread thread = new Thread(this::listen, "ends");
    private volatile long longestSilenceNanos;
    private volatile boolean stopped;

    Ends(Endpoints endpoints, RecordSerdes serdes, List<String> topics) {
        replies = new Tail<>(endpoints, serdes, Reply.class, topics);
        thread.setDaemon(true);
        thread.start();
    }

    /** The source of this message will be told how it ends. */
    void await(String messageId) {
        open.add(messageId);
    }

    int open() {
        return open.size();
    }

    int ended() {
        return ended.get();
    }

    /** The longest time without an end while something was open. */
    Duration longestSilence() {
        return Duration.ofNanos(longestSilenceNanos);
    }

    private void listen() {
        long last = System.nanoTime();
        try (replies) {
            while (!stopped) {
                boolean news = open.isEmpty() | tell(next());
                long now = System.nanoTime();
                longestSilenceNanos = Math.max(longestSilenceNanos, now - last);
                last = news ? now : last;
            }
        }
    }

    private List<Reply> next() {
        try {
            return replies.next(POLL);
        } catch (KafkaException e) {
            LOG.warn("replies cannot be read now: {}", e.toString());
            return List.of();
        }
    }

    private boolean tell(List<Reply> told) {
        int before = ended.get();
        told.stream()
                .filter(reply -> reply.getKind() != ReplyKind.ACCEPTED)
                .filter(reply -> open.remove(reply.getSource().getMessageId()))
                .forEach(reply -> ended.incrementAndGet());
        return ended.get() > before;
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
