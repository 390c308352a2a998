package io.consilium.standalone.command;

import io.consilium.monitor.Tracing;
import io.consilium.record.Cancel;
import io.consilium.record.Reply;
import io.consilium.record.Source;
import io.consilium.standalone.service.Endpoints;
import io.consilium.standalone.service.RecordPublisher;
import io.consilium.standalone.service.Tail;
import io.consilium.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "cancel", description = "Withdraws a case and says what became of it.")
public final class CancelCommand implements Callable<Integer> {
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);

    @Spec
    private CommandSpec spec;

    @Mixin
    private Connection connection;

    @Parameters(paramLabel = "CASE", description = "the case id")
    private String caseId;

    @Option(names = "--reason", description = "why")
    private String reason;

    @Option(
            names = "--source",
            defaultValue = "cli",
            description = "the source that published the case (default: ${DEFAULT-VALUE})")
    private String source;

    @Override
    public Integer call() {
        Output output = new Output(spec);
        Endpoints endpoints = connection.endpoints();
        Cancel cancel = Cancel.newBuilder()
                .setCaseId(caseId)
                .setSource(new Source(source, UUID.randomUUID().toString()))
                .setCancelledAt(Instant.now())
                .setReason(reason)
                .build();
        try (Tracing tracing = Tracing.ofEnvironment("cancel", System.getenv());
                RecordPublisher publisher = new RecordPublisher(endpoints, connection.serdes(), tracing);
                Tail<Reply> replies =
                        new Tail<>(endpoints, connection.serdes(), Reply.class, List.of(Topics.replies(source)))) {
            publisher.publish(Topics.CASES, caseId, cancel);
            Optional<Reply> reply = reply(replies);
            output.say(reply.map(CancelCommand::words).orElse("No reply within " + WAIT.toSeconds() + " s."));
            boolean cancelled =
                    reply.flatMap(Reply::getCode).map("CANCELLED"::equals).orElse(false);
            return cancelled ? 0 : Failures.INCOMPLETE;
        }
    }

    private Optional<Reply> reply(Tail<Reply> replies) {
        long until = System.nanoTime() + WAIT.toNanos();
        while (System.nanoTime() < until) {
            Optional<Reply> found = replies.next(POLL).stream()
                    .filter(reply -> reply.getCaseId().equals(caseId))
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static String words(Reply reply) {
        return reply.getKind() + reply.getReason().map(reason -> ": " + reason).orElse("");
    }
}
