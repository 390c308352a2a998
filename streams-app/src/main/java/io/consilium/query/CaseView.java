package io.consilium.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.record.Case;
import io.consilium.record.FeedbackRecord;
import io.consilium.record.JourneyPhase;
import io.consilium.record.JourneyRecord;
import io.consilium.record.Moment;
import io.consilium.record.Opinion;
import io.consilium.record.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One case as JSON: where it stands, what has happened, how it ended, what was confirmed. */
public final class CaseView {
    static final String OUTCOMES = "outcomes";

    private static final String CASE_ID = "case_id";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private CaseView() {}

    static ObjectNode ofJourney(JourneyRecord journey) {
        ObjectNode view = head(journey.getCase$(), journey.getPhase(), journey.getOpenedAt());
        journey.getDeadline().ifPresent(deadline -> view.put("deadline", deadline.toString()));
        journey.getDepartment().ifPresent(department -> view.put("department", department));
        ArrayNode timeline = view.putArray("timeline");
        journey.getTimeline().forEach(moment -> timeline.add(moment(moment)));
        journey.getVerdict().ifPresent(verdict -> view.set("verdict", verdict(verdict)));
        return view;
    }

    /** As feedback knows it: the whole case once it has both case and verdict, until then its outcomes alone. */
    static ObjectNode ofFeedback(FeedbackRecord file) {
        ObjectNode view = remembered(file).orElseGet(JSON::objectNode);
        view.set(OUTCOMES, OutcomesView.of(file));
        return view;
    }

    static boolean isWhole(ObjectNode view) {
        return view.has(CASE_ID);
    }

    private static Optional<ObjectNode> remembered(FeedbackRecord file) {
        return file.getCase$().flatMap(theCase -> file.getVerdict().map(verdict -> {
            ObjectNode view = head(theCase, JourneyPhase.CLOSED, verdict.getOpenedAt());
            view.putArray("timeline");
            view.set("verdict", verdict(verdict));
            return view;
        }));
    }

    private static ObjectNode head(Case theCase, JourneyPhase phase, Instant openedAt) {
        ObjectNode view = JSON.objectNode();
        view.put(CASE_ID, theCase.getCaseId());
        view.put("phase", phase.name());
        view.put("source", theCase.getSource().getSystem());
        view.put("question", theCase.getQuestion());
        view.set("options", texts(theCase.getOptions()));
        view.put("opened_at", openedAt.toString());
        return view;
    }

    private static ObjectNode moment(Moment moment) {
        ObjectNode view = JSON.objectNode();
        view.put("at", moment.getAt().toString());
        view.put("event", moment.getEvent());
        view.put("phase", moment.getTo());
        if (!moment.getNote().isEmpty()) {
            view.put("note", moment.getNote());
        }
        moment.getDoctor().ifPresent(doctor -> view.put("doctor", doctor));
        moment.getModelVersion().ifPresent(version -> view.put("model_version", version));
        moment.getElapsedMs().ifPresent(elapsed -> view.put("ms", elapsed));
        return view;
    }

    /** A verdict as JSON, its opinions by seat. */
    public static ObjectNode verdict(Verdict verdict) {
        ObjectNode view = JSON.objectNode();
        view.put("status", verdict.getStatus().name());
        verdict.getReason().ifPresent(reason -> view.put("reason", reason));
        verdict.getAnswer().ifPresent(answer -> view.put("answer", answer));
        view.put("reasoning", verdict.getReasoning());
        verdict.getDepartment().ifPresent(department -> view.put("department", department));
        ArrayNode opinions = view.putArray("opinions");
        verdict.getOpinions().forEach(opinion -> opinions.add(opinion(opinion)));
        view.set("missing", texts(verdict.getMissing()));
        view.set("degraded", texts(verdict.getDegraded()));
        view.set(
                "needs_review",
                texts(verdict.getNeedsReview().stream().map(Enum::name).toList()));
        view.put("opened_at", verdict.getOpenedAt().toString());
        view.put("closed_at", verdict.getClosedAt().toString());
        return view;
    }

    private static ObjectNode opinion(Opinion opinion) {
        ObjectNode view = JSON.objectNode();
        view.put("seat", opinion.getSeat());
        view.put("doctor", opinion.getDoctor());
        opinion.getAnswer().ifPresent(answer -> view.put("answer", answer));
        view.put("reasoning", opinion.getReasoning());
        view.put("format_ok", opinion.getFormatOk());
        return view;
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode array = JSON.arrayNode();
        texts.forEach(array::add);
        return array;
    }
}
