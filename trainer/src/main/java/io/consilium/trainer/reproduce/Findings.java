package io.consilium.trainer.reproduce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.trainer.sample.Difficulty;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a study found.
 *
 * @param triageTried settings of triage, with the first seed
 * @param triage of each seed
 * @param standings in the order of the study; test-time scaling follows the arm it scales
 * @param difficulty of the test cases, by what the frozen pipeline's specialists said: the same for all
 * @param facts what was made of what, for the record
 */
public record Findings(
        Study study,
        List<Trained> triageTried,
        List<Triage> triage,
        List<Standing> standings,
        Map<String, Difficulty> difficulty,
        Map<String, String> facts) {

    /** A triage doctor, and the share of test cases that it sends to the right department. */
    record Triage(Trained trained, double inDomain, double shifted, double frozenInDomain, double frozenShifted) {}

    Optional<Standing> standing(String name) {
        return standings.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    Standing needed(String name) {
        return standing(name).orElseThrow();
    }

    /** The tables for a terminal. */
    public String text() {
        return FindingsText.text(this);
    }

    /** The tables for a README. */
    public String markdown() {
        return FindingsText.markdown(this);
    }

    public ObjectNode json() {
        return FindingsJson.of(this);
    }

    /** A page that asks nothing of the network. */
    public String html() {
        return FindingsText.html(this);
    }
}
