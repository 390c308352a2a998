package io.consilium.trainer.evaluation;

import io.consilium.digest.Digest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What was examined, on what, by which protocol: enough to do it again.
 *
 * @param doctors what answered, by part: {@code model}, and perhaps {@code against}, {@code triage}, {@code specialist}
 * @param cases by test set, each set's hash included
 */
public record Occasion(Map<String, Examined> doctors, List<Cases> cases, Protocol protocol, String commit) {
    private static final int SHORT = 12;

    /** A checkpoint, by its directory's name and the hash of what is in it; {@code way} says how it answered. */
    public record Examined(String name, String version, String way) {
        String words() {
            return name + " @ " + version.substring(0, Math.min(SHORT, version.length())) + ", " + way;
        }
    }

    /** A test set without its samples. */
    public record Cases(String set, int count, String hash) {
        public static Cases of(TestSet set) {
            return new Cases(set.name(), set.samples().size(), set.hash());
        }
    }

    public Occasion {
        doctors = new LinkedHashMap<>(doctors);
        cases = List.copyOf(cases);
    }

    /** Of all samples and pictures. */
    public String dataHash() {
        return Digest.of(cases.stream().map(Cases::hash).toArray(String[]::new));
    }

    /** In words, for people. */
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        doctors.forEach((part, examined) -> facts.put(part, examined.words()));
        facts.put("role", protocol.role().name().toLowerCase(Locale.ROOT));
        facts.put(
                "cases",
                cases.stream().map(each -> each.set() + " " + each.count()).collect(Collectors.joining(", ")));
        facts.put("data", dataHash());
        facts.put("seed", String.valueOf(protocol.seed()));
        facts.put("commit", commit);
        return facts;
    }
}
