package io.consilium.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.option.Options;
import io.consilium.problem.ConfigurationException;
import io.consilium.record.Outcome;
import io.consilium.standalone.service.RecordPublisher;
import io.consilium.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "confirm", description = "Publishes the outcome of a case: what a clinician confirmed to be right.")
public final class ConfirmCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Connection connection;

    @Parameters(index = "0", paramLabel = "CASE", description = "the case id")
    private String caseId;

    @Parameters(
            index = "1",
            paramLabel = "ANSWER",
            description = "an option's text or letter; free text for an open question")
    private String answer;

    @Option(
            names = "--by",
            defaultValue = "cli",
            description = "pseudonym of the clinician (default: ${DEFAULT-VALUE})")
    private String by;

    @Option(names = "--note", description = "a remark")
    private String note;

    @Option(
            names = "--department",
            paramLabel = "NAME",
            description = "the department that the case belongs to; triage learns from it")
    private String department;

    @Option(names = "--json", description = "what was published as one JSON object")
    private boolean json;

    @Override
    public Integer call() {
        Output output = new Output(spec);
        String confirmed =
                resolved(new CaseClient(connection.queries()).find(caseId).path("options"));
        Outcome outcome = Outcome.newBuilder()
                .setCaseId(caseId)
                .setAnswer(confirmed)
                .setConfirmedBy(by)
                .setConfirmedAt(Instant.now())
                .setNote(note)
                .setDepartment(department)
                .build();
        try (RecordPublisher publisher = new RecordPublisher(connection.endpoints(), connection.serdes())) {
            publisher.publish(Topics.OUTCOMES, caseId, outcome);
        }
        if (json) {
            output.json(view(outcome));
            return 0;
        }
        output.say("Confirmed: the right answer of case " + caseId + " is " + confirmed + ".");
        return 0;
    }

    private static ObjectNode view(Outcome outcome) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("case_id", outcome.getCaseId());
        view.put("answer", outcome.getAnswer());
        outcome.getDepartment().ifPresent(named -> view.put("department", named));
        view.put("confirmed_by", outcome.getConfirmedBy());
        view.put("confirmed_at", outcome.getConfirmedAt().toString());
        outcome.getNote().ifPresent(remark -> view.put("note", remark));
        return view;
    }

    private String resolved(JsonNode array) {
        List<String> options = new ArrayList<>();
        array.forEach(option -> options.add(option.asText()));
        if (options.isEmpty()) {
            return answer;
        }
        var index = Options.of(options).match(answer);
        if (index.isEmpty()) {
            throw new ConfigurationException(
                    "The answer cannot be confirmed", List.of("'" + answer + "' names none of the options " + options));
        }
        return options.get(index.getAsInt());
    }
}
