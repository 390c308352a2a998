package io.consilium.trainer.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consilium.record.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A version that somebody wants to make champion.
 *
 * @param roles in which the version would serve: one of them is the one that the evidence is about
 * @param champion whom it would follow
 */
public record Promotion(String version, Set<Role> roles, String champion, String by) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Why the policy does not allow it; empty where it does. Pure: policy and evidence decide alone.
     *
     * @param evidence the gate's record as JSON
     */
    public List<String> refusals(PolicyFile policy, String evidence) {
        List<String> refusals = new ArrayList<>();
        List<String> named = policy.policy().promoters();
        if (!named.contains(by)) {
            refusals.add(by + " may not promote: the policy " + policy.policy().name() + " names "
                    + (named.isEmpty() ? "nobody" : String.join(", ", named)));
        }
        JsonNode record = read(evidence);
        if (!record.isObject()) {
            refusals.add("the evidence is no record of the gate: write one with 'consilium gate --evidence FILE'");
            return refusals;
        }
        if (!record.path("passed").asBoolean(false)) {
            refusals.add("the gate refused the candidate: " + words(record.path("refusals")));
        }
        same(record.at("/policy/hash"), policy.hash(), "was made by another policy", refusals);
        same(record.at("/candidate/version"), version, "is about another version", refusals);
        same(record.at("/champion/version"), champion, "holds it against another champion; decide anew", refusals);
        String role = record.at("/protocol/role").asText();
        if (roles.stream()
                .noneMatch(each -> each.name().toLowerCase(Locale.ROOT).equals(role))) {
            refusals.add("the evidence is about the role '" + role + "'");
        }
        return refusals;
    }

    private static void same(JsonNode told, String wanted, String otherwise, List<String> refusals) {
        if (!told.asText().equals(wanted)) {
            refusals.add("the evidence " + otherwise + ": it says '" + told.asText() + "', not '" + wanted + "'");
        }
    }

    private static String words(JsonNode refusals) {
        List<String> words = new ArrayList<>();
        refusals.forEach(each -> words.add(each.asText()));
        return words.isEmpty() ? "it does not say why" : String.join("; ", words);
    }

    private static JsonNode read(String evidence) {
        try {
            return JSON.readTree(evidence);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
