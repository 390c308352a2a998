package io.consilium.standalone.learn;

import io.consilium.record.Role;
import io.consilium.record.VerdictStatus;
import io.consilium.standalone.cases.Score;
import io.consilium.standalone.cases.WrittenCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** What became of the cases that were on their way while versions changed. */
record Swap(List<Score> scores) {

    /** Keeps cases flowing while work is done, and for a round more. */
    static Swap during(Runnable work, Traffic traffic, List<WrittenCase> cases) {
        AtomicBoolean done = new AtomicBoolean();
        List<Score> scores = new ArrayList<>();
        CompletableFuture<Void> flow = CompletableFuture.runAsync(() -> {
            boolean last;
            int round = 0;
            do {
                last = done.get();
                scores.addAll(traffic.run("cases while versions change", DrawnCases.again(cases, "swap" + round++)));
            } while (!last);
        });
        try {
            work.run();
        } finally {
            done.set(true);
            settle(flow);
        }
        return new Swap(List.copyOf(scores));
    }

    private static void settle(CompletableFuture<Void> flow) {
        try {
            flow.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException why ? why : e;
        }
    }

    long withoutVerdict() {
        return scores.stream()
                .filter(score -> score.verdict()
                        .filter(verdict -> verdict.getStatus() == VerdictStatus.DECIDED)
                        .isEmpty())
                .count();
    }

    /** How many cases each attending physician decided. */
    Map<String, Integer> byAttending() {
        Map<String, Integer> counts = new TreeMap<>();
        scores.stream()
                .flatMap(score -> score.verdict().stream())
                .flatMap(verdict -> verdict.getModels().stream())
                .filter(use -> use.getRole() == Role.ATTENDING)
                .forEach(use -> counts.merge(use.getModelVersion().orElse("none"), 1, Integer::sum));
        return counts;
    }
}
