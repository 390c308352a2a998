package io.consilium.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.problem.TransientException;
import java.util.Optional;

/** Where the view of a case is found: a store in this instance, another instance, or several of them. */
public interface CaseViews {
    /** Knows no case. */
    CaseViews NONE = caseId -> Optional.empty();

    /**
     * @return empty when the case is not known, or closed so long ago that it was forgotten
     * @throws TransientException while whoever knows cannot be asked
     */
    Optional<ObjectNode> find(String caseId);

    /** As {@link #find}, but asks no other instance: whoever was asked by another answers so. */
    default Optional<ObjectNode> findHere(String caseId) {
        return find(caseId);
    }
}
