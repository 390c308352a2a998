package io.consilium.standalone.learn;

import io.consilium.problem.FatalException;
import io.consilium.record.Outcome;
import io.consilium.record.Reply;
import io.consilium.standalone.cases.CaseRun;
import io.consilium.standalone.cases.Score;
import io.consilium.standalone.cases.WrittenCase;
import io.consilium.standalone.service.RecordPublisher;
import io.consilium.standalone.service.Service;
import io.consilium.standalone.service.Tail;
import io.consilium.standalone.training.Narration;
import io.consilium.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Cases to the running service, as a hospital sends them, and outcomes, as its clinicians confirm them. */
final class Traffic implements AutoCloseable {
    static final String SOURCE = "demo";

    private static final String CLINICIAN = "phantom-truth";
    private static final int UNDER_WAY = 64;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Service service;
    private final RecordPublisher publisher;
    private final Narration narration;
    private final InstantSource clock;

    Traffic(Service service, Narration narration, InstantSource clock) {
        this.service = service;
        this.publisher = new RecordPublisher(service.endpoints(), service.serdes());
        this.narration = narration;
        this.clock = clock;
    }

    /**
     * Publishes the cases and waits for what becomes of each; one thread at a time.
     *
     * @throws FatalException when a case gets no reply: then the service is broken
     */
    List<Score> run(String what, List<WrittenCase> cases) {
        List<Score> scores = new ArrayList<>();
        try (Tail<Reply> replies =
                new Tail<>(service.endpoints(), service.serdes(), Reply.class, List.of(Topics.replies(SOURCE)))) {
            List<WrittenCase> unanswered = new CaseRun(publisher, replies, UNDER_WAY, PATIENCE).run(cases, ended -> {
                scores.add(new Score(ended));
                narration.progress(what + ": " + scores.size() + " of " + cases.size());
            });
            if (!unanswered.isEmpty()) {
                throw new FatalException(unanswered.size() + " of " + cases.size() + " cases got no reply within "
                        + PATIENCE.toMinutes() + " minutes, the first is "
                        + unanswered.get(0).messageId() + "; run again with CONSILIUM_LOG=INFO to see why");
            }
        }
        return scores;
    }

    /** Confirms the known answer and department of each. */
    void confirm(List<Score> scores) {
        for (Score score : scores) {
            WrittenCase written = score.ended().written();
            Outcome outcome = Outcome.newBuilder()
                    .setCaseId(written.theCase().getCaseId())
                    .setAnswer(written.answer().orElseThrow())
                    .setDepartment(written.department().orElseThrow())
                    .setConfirmedBy(CLINICIAN)
                    .setConfirmedAt(clock.instant())
                    .build();
            publisher.publish(Topics.OUTCOMES, outcome.getCaseId(), outcome);
        }
    }

    @Override
    public void close() {
        publisher.close();
    }
}
