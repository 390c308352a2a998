package io.consilium.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.problem.ConfigurationException;
import io.consilium.problem.TransientException;
import io.consilium.query.CaseQuery;
import java.util.List;

/** Asks the running service about one case. */
final class CaseClient {
    private final String queries;

    CaseClient(String queries) {
        this.queries = queries;
    }

    /**
     * @throws ConfigurationException when the case is not known
     * @throws TransientException when the service cannot be reached or is not ready
     */
    JsonNode find(String caseId) {
        return CaseQuery.at(queries)
                .find(caseId)
                .orElseThrow(() -> new ConfigurationException(
                        "The case is not known",
                        List.of("No case " + caseId + " is open or has closed in the last days.")));
    }
}
