package io.consilium.audit;

import io.consilium.record.Answer;
import io.consilium.record.Coordinates;
import io.consilium.record.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The requests to doctors and what became of them. Belongs to one thread. */
final class Requests {
    private final Map<String, Trail> trails = new HashMap<>();
    private final Map<String, List<Optional<Trail>>> answers = new HashMap<>();
    private final Consumer<Violation> findings;
    private int repeated;

    Requests(Consumer<Violation> findings) {
        this.findings = findings;
    }

    /** What is known of one request. */
    private static final class Trail {
        private final Optional<String> version;
        private boolean answered;
        private boolean taken;

        private Trail(Optional<String> version) {
            this.version = version;
        }
    }

    /** How many answers came beside the first ones. */
    int repeated() {
        return repeated;
    }

    void asked(Request request) {
        Trail trail = new Trail(request.getModelVersion().map(String::intern));
        if (trails.putIfAbsent(request.getRequestId(), trail) != null) {
            report(request.getCaseId(), "request " + request.getRequestId() + " was asked twice");
        }
    }

    void answered(Coordinates at, Answer answer) {
        Trail trail = trails.get(answer.getRequestId());
        if (trail == null) {
            report(answer.getCaseId(), "the answer at " + Places.words(at) + " is to a request that nobody asked");
            return;
        }
        keep(at, trail);
        repeated += trail.answered ? 1 : 0;
        trail.answered = true;
        if (answer.getFailure().isEmpty() && !answer.getModelVersion().equals(trail.version)) {
            report(
                    answer.getCaseId(),
                    "the answer at " + Places.words(at) + " is of version "
                            + answer.getModelVersion().orElse("unknown") + ", pinned was "
                            + trail.version.orElse("none"));
        }
    }

    /** An answer moved its journey. */
    void taken(String caseId, Coordinates at) {
        List<Optional<Trail>> partition = answers.getOrDefault(partition(at), List.of());
        Optional<Trail> trail =
                at.getOffset() < partition.size() ? partition.get(Math.toIntExact(at.getOffset())) : Optional.empty();
        trail.ifPresent(one -> {
            if (one.taken) {
                report(caseId, "the answer at " + Places.words(at) + " moved the case though another had");
            }
            one.taken = true;
        });
    }

    private void keep(Coordinates at, Trail trail) {
        List<Optional<Trail>> partition = answers.computeIfAbsent(partition(at), name -> new ArrayList<>());
        while (partition.size() < at.getOffset()) {
            partition.add(Optional.empty());
        }
        partition.add(Optional.of(trail));
    }

    private static String partition(Coordinates at) {
        return at.getTopic() + "-" + at.getPartition();
    }

    private void report(String about, String what) {
        findings.accept(new Violation(Rule.REQUESTS, about, what));
    }
}
