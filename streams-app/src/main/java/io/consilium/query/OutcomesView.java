package io.consilium.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.feedback.Standing;
import io.consilium.record.FeedbackRecord;
import io.consilium.record.FiledOutcome;
import io.consilium.record.Outcome;

/** The outcomes of a case as JSON, in the order in which they came. */
final class OutcomesView {
    private OutcomesView() {}

    static ArrayNode of(FeedbackRecord file) {
        ArrayNode outcomes = JsonNodeFactory.instance.arrayNode();
        file.getOutcomes().forEach(filed -> outcomes.add(outcome(file, filed)));
        return outcomes;
    }

    private static ObjectNode outcome(FeedbackRecord file, FiledOutcome filed) {
        Outcome outcome = filed.getOutcome();
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("answer", outcome.getAnswer());
        outcome.getDepartment().ifPresent(department -> view.put("department", department));
        view.put("confirmed_by", outcome.getConfirmedBy());
        view.put("confirmed_at", outcome.getConfirmedAt().toString());
        outcome.getNote().ifPresent(note -> view.put("note", note));
        Standing standing = Standing.of(file, filed);
        view.put("standing", standing.name());
        view.put("remark", standing.words());
        filed.getRefused().ifPresent(code -> view.put("refused", code));
        return view;
    }
}
