package io.consilium.standalone.cases;

import io.consilium.record.Reply;
import io.consilium.record.ReplyKind;
import io.consilium.standalone.service.RecordPublisher;
import io.consilium.standalone.service.Tail;
import io.consilium.topic.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Publishes cases and waits for what becomes of each, with a bounded number under way: a doctor that works for minutes
 * on the first cases must not use up the deadlines of the last.
 */
public final class CaseRun {
    private static final Duration POLL = Duration.ofMillis(100);

    private final RecordPublisher publisher;
    private final Tail<Reply> replies;
    private final int underWay;
    private final Duration patience;

    /** @param patience how long nothing may come back before the run gives up */
    public CaseRun(RecordPublisher publisher, Tail<Reply> replies, int underWay, Duration patience) {
        this.publisher = publisher;
        this.replies = replies;
        this.underWay = underWay;
        this.patience = patience;
    }

    /** What became of a case, and how long that took from its publication. */
    public record Ended(WrittenCase written, Reply reply, Duration took) {}

    private record Published(WrittenCase written, long atNanos) {}

    /**
     * @param each told of every case as it ends
     * @return the cases that did not end in time
     */
    public List<WrittenCase> run(List<WrittenCase> cases, Consumer<Ended> each) {
        Deque<WrittenCase> waiting = new ArrayDeque<>(cases);
        Map<String, Published> open = new HashMap<>();
        long lastNews = System.nanoTime();
        while (!(waiting.isEmpty() && open.isEmpty())) {
            for (WrittenCase next : ready(waiting, open)) {
                open.put(next.messageId(), new Published(next, System.nanoTime()));
                publisher.publish(Topics.CASES, next.theCase().getCaseId(), next.theCase());
            }
            for (Reply reply : replies.next(POLL)) {
                lastNews = System.nanoTime();
                if (reply.getKind() != ReplyKind.ACCEPTED) {
                    end(open, reply, each);
                }
            }
            if (System.nanoTime() - lastNews > patience.toNanos()) {
                break;
            }
        }
        List<WrittenCase> unanswered = new ArrayList<>(waiting);
        open.values().forEach(published -> unanswered.add(published.written()));
        return unanswered;
    }

    /** What can be published now: as many as fit, and none whose case is under way already: it has to see its end. */
    private List<WrittenCase> ready(Deque<WrittenCase> waiting, Map<String, Published> open) {
        Set<String> busy = new HashSet<>();
        open.values()
                .forEach(published -> busy.add(published.written().theCase().getCaseId()));
        List<WrittenCase> ready = new ArrayList<>();
        for (Iterator<WrittenCase> next = waiting.iterator();
                next.hasNext() && open.size() + ready.size() < underWay; ) {
            WrittenCase written = next.next();
            String caseId = written.theCase().getCaseId();
            if (caseId.isEmpty() || busy.add(caseId)) {
                ready.add(written);
                next.remove();
            }
        }
        return ready;
    }

    private static void end(Map<String, Published> open, Reply reply, Consumer<Ended> each) {
        Published published = open.remove(reply.getSource().getMessageId());
        if (published != null) {
            each.accept(
                    new Ended(published.written(), reply, Duration.ofNanos(System.nanoTime() - published.atNanos())));
        }
    }
}
