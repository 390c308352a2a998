package io.consilium.query;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.consilium.monitor.MonitorServer;
import io.consilium.problem.TransientException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Answers {@code GET /cases/ID}: a case's state, timeline and outcomes as JSON, wherever they lie. */
public final class CaseQueries implements HttpHandler {
    public static final String PATH = "/cases/";

    /** What an instance adds when it asks another, which then asks nobody. */
    static final String HERE = "?here";

    private final CaseViews cases;

    public CaseQueries(CaseViews cases) {
        this.cases = cases;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String caseId = URLDecoder.decode(
                exchange.getRequestURI().getRawPath().substring(PATH.length()), StandardCharsets.UTF_8);
        try {
            boolean here = exchange.getRequestURI().getRawQuery() != null;
            Optional<ObjectNode> found = here ? cases.findHere(caseId) : cases.find(caseId);
            if (found.isPresent()) {
                MonitorServer.send(exchange, 200, found.get());
            } else {
                String unknown = "No case " + caseId + " is open or has closed in the last days.";
                MonitorServer.send(exchange, 404, error(unknown));
            }
        } catch (TransientException e) {
            MonitorServer.send(exchange, 503, error(e.getMessage()));
        }
    }

    private static ObjectNode error(String message) {
        return JsonNodeFactory.instance.objectNode().put("error", message);
    }
}
