package io.consilium.standalone.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.monitor.Tracing;
import io.consilium.query.CaseView;
import io.consilium.record.Reply;
import io.consilium.record.ReplyKind;
import io.consilium.record.Verdict;
import io.consilium.standalone.cases.CaseFile;
import io.consilium.standalone.cases.CaseRun;
import io.consilium.standalone.cases.WrittenCase;
import io.consilium.standalone.service.Endpoints;
import io.consilium.standalone.service.RecordPublisher;
import io.consilium.standalone.service.Tail;
import io.consilium.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "submit",
        description = {
            "Publishes the cases of a file.",
            "A case: {\"case_id\": …, \"subject\": …, \"question\": …, \"options\": […], \"images\": [path or data URI],"
                    + " \"history\": …, \"priority\": routine|urgent, \"wanted_by\": …, \"supersedes\": …}."
        })
public final class SubmitCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Connection connection;

    @Parameters(paramLabel = "FILE", description = "a JSON object, an array of them, or one a line")
    private Path file;

    @Option(names = "--format", defaultValue = "consilium", description = "consilium or vqa-rad")
    private String format;

    @Option(
            names = "--source",
            defaultValue = "cli",
            description = "publish as this source (default: ${DEFAULT-VALUE})")
    private String source;

    @Option(names = "--wait", description = "wait for what becomes of each case")
    private boolean wait;

    @Option(
            names = "--in-flight",
            defaultValue = "128",
            description = "with --wait, how many cases are under way at a time (default: ${DEFAULT-VALUE})")
    private int inFlight;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "with --wait, give up when nothing came back for so long (default: ${DEFAULT-VALUE})")
    private int patience;

    @Option(names = "--json", description = "one JSON object a case")
    private boolean json;

    private Output output;
    private final Map<ReplyKind, Integer> counts = new EnumMap<>(ReplyKind.class);

    @Override
    public Integer call() {
        output = new Output(spec);
        if (inFlight < 1 || patience < 1) {
            throw new ParameterException(spec.commandLine(), "--in-flight and --patience must be at least 1");
        }
        CaseFile.Contents contents = CaseFile.read(file, formatNamed(), source);
        contents.problems().forEach(problem -> output.remark("consilium: " + problem));
        if (contents.cases().isEmpty()) {
            output.remark("consilium: " + file + " holds no case that can be published");
            return Failures.UNUSABLE;
        }
        Endpoints endpoints = connection.endpoints();
        boolean complete;
        try (Tracing tracing = Tracing.ofEnvironment("submit", System.getenv());
                RecordPublisher publisher = new RecordPublisher(endpoints, connection.serdes(), tracing)) {
            complete = wait
                    ? publishAndWait(endpoints, publisher, contents.cases())
                    : publish(publisher, contents.cases());
        }
        return complete && contents.problems().isEmpty() ? 0 : Failures.INCOMPLETE;
    }

    private CaseFile.Format formatNamed() {
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "consilium" -> CaseFile.Format.CONSILIUM;
            case "vqa-rad" -> CaseFile.Format.VQA_RAD;
            default ->
                throw new ParameterException(spec.commandLine(), "--format is consilium or vqa-rad, not " + format);
        };
    }

    private boolean publish(RecordPublisher publisher, List<WrittenCase> cases) {
        for (WrittenCase written : cases) {
            publisher.publish(Topics.CASES, written.theCase().getCaseId(), written.theCase());
            if (json) {
                output.json(JsonNodeFactory.instance
                        .objectNode()
                        .put("case_id", written.theCase().getCaseId())
                        .put("published", true));
            }
        }
        if (!json) {
            output.say(cases.size() + " cases published.");
        }
        return true;
    }

    private boolean publishAndWait(Endpoints endpoints, RecordPublisher publisher, List<WrittenCase> cases) {
        long start = System.nanoTime();
        List<WrittenCase> unanswered;
        try (Tail<Reply> replies =
                new Tail<>(endpoints, connection.serdes(), Reply.class, List.of(Topics.replies(source)))) {
            CaseRun run = new CaseRun(publisher, replies, inFlight, Duration.ofSeconds(patience));
            unanswered = run.run(cases, this::ended);
        }
        unanswered.forEach(written -> output.remark("consilium: no reply about message " + written.messageId()));
        double seconds = (System.nanoTime() - start) / 1e9;
        output.remark(String.format(
                "%d cases in %.1f s (%.1f a second): %d verdicts, %d without verdict, %d rejected, %d without a reply.",
                cases.size(),
                seconds,
                cases.size() / seconds,
                counts.getOrDefault(ReplyKind.VERDICT, 0),
                counts.getOrDefault(ReplyKind.NO_VERDICT, 0),
                counts.getOrDefault(ReplyKind.REJECTED, 0),
                unanswered.size()));
        return unanswered.isEmpty() && counts.getOrDefault(ReplyKind.VERDICT, 0) == cases.size();
    }

    private void ended(CaseRun.Ended ended) {
        Reply reply = ended.reply();
        counts.merge(reply.getKind(), 1, Integer::sum);
        if (json) {
            output.json(view(ended));
        } else {
            String what = reply.getVerdict().flatMap(Verdict::getAnswer).orElseGet(() -> reply.getReason()
                    .orElse(""));
            String of = reply.getCaseId().isEmpty() ? ended.written().messageId() : reply.getCaseId();
            output.say(String.format(
                    "%-24s %-10s %6d ms  %s", of, reply.getKind(), ended.took().toMillis(), what));
        }
    }

    private static ObjectNode view(CaseRun.Ended ended) {
        Reply reply = ended.reply();
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("case_id", reply.getCaseId());
        view.put("kind", reply.getKind().name());
        reply.getCode().ifPresent(code -> view.put("code", code));
        reply.getReason().ifPresent(reason -> view.put("reason", reason));
        reply.getVerdict().ifPresent(verdict -> view.set("verdict", CaseView.verdict(verdict)));
        view.put("ms", ended.took().toMillis());
        return view;
    }
}
