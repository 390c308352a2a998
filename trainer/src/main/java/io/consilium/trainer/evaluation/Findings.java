package io.consilium.trainer.evaluation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * Everything that an evaluation found, before it is written as text, JSON or a page.
 *
 * @param confusion of triage, where triage was examined
 */
public record Findings(
        Occasion occasion,
        List<Graded> graded,
        Scoreboard scoreboard,
        Optional<Comparison> comparison,
        Optional<Confusion> confusion) {

    public Findings {
        graded = List.copyOf(graded);
    }

    public String text() {
        return FindingsText.of(this);
    }

    /** One JSON object: the figures, and every case as it was graded. */
    public ObjectNode json() {
        return FindingsJson.of(this);
    }

    /** A page that asks nothing of the network. */
    public String html() {
        return FindingsPage.of(this);
    }
}
