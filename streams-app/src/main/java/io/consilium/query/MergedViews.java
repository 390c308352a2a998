package io.consilium.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.problem.TransientException;
import java.util.Optional;

/** A case as the journey sees it, with its outcomes from feedback, which remembers it longer. Safe for threads. */
record MergedViews(CaseViews journey, CaseViews feedback) implements CaseViews {

    @Override
    public Optional<ObjectNode> find(String caseId) {
        Optional<ObjectNode> open = journey.find(caseId);
        return open.isPresent()
                ? open.map(view -> withOutcomes(view, caseId))
                : feedback.find(caseId).filter(CaseView::isWhole);
    }

    /** What the journey knows is worth telling while feedback is away. */
    private ObjectNode withOutcomes(ObjectNode view, String caseId) {
        try {
            feedback.find(caseId).ifPresent(file -> view.set(CaseView.OUTCOMES, file.path(CaseView.OUTCOMES)));
        } catch (TransientException e) {
            view.put("outcomes_unknown", e.getMessage());
        }
        return view;
    }

    @Override
    public Optional<ObjectNode> findHere(String caseId) {
        return journey.findHere(caseId);
    }
}
