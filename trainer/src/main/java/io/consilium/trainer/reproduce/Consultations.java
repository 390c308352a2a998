package io.consilium.trainer.reproduce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.digest.Digest;
import io.consilium.model.vlm.VisionLanguageModel;
import io.consilium.option.Options;
import io.consilium.problem.FatalException;
import io.consilium.record.Role;
import io.consilium.trainer.evaluation.CheckpointExaminee;
import io.consilium.trainer.evaluation.DrawnSets;
import io.consilium.trainer.evaluation.Examination;
import io.consilium.trainer.evaluation.Examinee.Said;
import io.consilium.trainer.evaluation.Pipeline;
import io.consilium.trainer.evaluation.Protocol;
import io.consilium.trainer.evaluation.TestSet;
import io.consilium.trainer.sample.Sample;
import io.consilium.trainer.sample.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sends cases to departments and writes down what the specialists there say. A case, department and seat always get the
 * same reply, so what one way of sending has asked already is not asked again by another. One thread uses it.
 */
final class Consultations {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "consults.jsonl";

    private final Shelf shelf;
    private final Path specialist;
    private final Tasks tasks;
    private final List<String> departments;
    private final int threads;
    private final Map<String, SortedMap<Integer, String>> asked = new HashMap<>();

    Consultations(Shelf shelf, Path specialist, Tasks tasks, List<String> departments, int threads) {
        this.shelf = shelf;
        this.specialist = specialist;
        this.tasks = tasks;
        this.departments = List.copyOf(departments);
        this.threads = threads;
    }

    /** What was said of each case by its id, and a hash of all that decides it. */
    record Heard(Map<String, Consult> byCase, String hash) {
        /** The cases as the attending physician gets them. */
        List<Sample> tell(TestSet set) {
            return set.samples().stream()
                    .map(sample -> sample.hearing(byCase.get(sample.id()).opinions(), DrawnSets.SEATS))
                    .toList();
        }
    }

    /** Sent where a triage doctor says. */
    Heard byTriage(List<TestSet> sets, Path triage) {
        return heard(sets, "triage " + VisionLanguageModel.versionOf(triage), () -> {
            try (CheckpointExaminee examinee = CheckpointExaminee.open(triage, threads)) {
                Examination examination = new Examination(examinee, tasks, Protocol.greedy(Role.TRIAGE));
                return sets.stream()
                        .flatMap(set -> examination.of(set).stream())
                        .map(graded -> graded.answer().flatMap(this::department))
                        .toList();
            }
        });
    }

    /** All sent to one department. */
    Heard byRule(List<TestSet> sets, String department) {
        int cases = sets.stream().mapToInt(set -> set.samples().size()).sum();
        return heard(sets, "all to " + department, () -> Collections.nCopies(cases, Optional.of(department)));
    }

    private Optional<String> department(String said) {
        return departments.stream()
                .filter(name -> Options.agree(departments, name, said))
                .findFirst();
    }

    private interface Sending {
        List<Optional<String>> departments();
    }

    private Heard heard(List<TestSet> sets, String rule, Sending sending) {
        TreeMap<String, String> facts = new TreeMap<>();
        facts.put("edition", String.valueOf(Study.EDITION));
        facts.put("cases", Digest.of(sets.stream().map(TestSet::hash).toArray(String[]::new)));
        facts.put("sent by", rule);
        facts.put("specialist", VisionLanguageModel.versionOf(specialist));
        Shelf.Place place = shelf.place("consults", facts);
        if (!place.isFinished()) {
            place.begin();
            Map<String, Consult> consults = consults(sets, sending.departments());
            Shelf.replace(place.directory().resolve(FILE), lines(consults));
            place.finish(JSON.createObjectNode().put("cases", consults.size()));
        }
        Map<String, Consult> consults = read(place.directory().resolve(FILE));
        consults.forEach(
                (id, consult) -> consult.department().ifPresent(name -> asked.put(key(id, name), consult.opinions())));
        return new Heard(consults, place.hash());
    }

    private Map<String, Consult> consults(List<TestSet> sets, List<Optional<String>> sent) {
        List<Sample> samples =
                sets.stream().flatMap(set -> set.samples().stream()).toList();
        List<Sample> open = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            sent.get(i)
                    .filter(name -> !asked.containsKey(key(sample.id(), name)))
                    .ifPresent(name -> open.add(sample.sentTo(name)));
        }
        ask(open);
        Map<String, Consult> consults = new LinkedHashMap<>();
        for (int i = 0; i < samples.size(); i++) {
            String id = samples.get(i).id();
            Optional<String> department = sent.get(i);
            consults.put(
                    id,
                    new Consult(
                            department,
                            department.map(name -> asked.get(key(id, name))).orElseGet(TreeMap::new)));
        }
        return consults;
    }

    private void ask(List<Sample> open) {
        if (open.isEmpty()) {
            return;
        }
        try (CheckpointExaminee examinee = CheckpointExaminee.open(specialist, threads)) {
            List<List<Said>> said = Pipeline.opinions(examinee, tasks, open, DrawnSets.SEATS, Protocol.MAX_NEW_TOKENS);
            for (int i = 0; i < open.size(); i++) {
                Sample sample = open.get(i);
                asked.put(key(sample.id(), sample.department().orElseThrow()), Examination.opinions(said.get(i)));
            }
        }
    }

    private static String key(String id, String department) {
        return id + "/" + department;
    }

    private static String lines(Map<String, Consult> consults) {
        StringBuilder lines = new StringBuilder();
        consults.forEach((id, consult) -> {
            ObjectNode line = JSON.createObjectNode().put("case_id", id);
            consult.department().ifPresent(name -> line.put("department", name));
            ArrayNode opinions = line.putArray("opinions");
            consult.opinions()
                    .forEach((seat, answer) ->
                            opinions.addObject().put("seat", seat).put("answer", answer));
            lines.append(line).append('\n');
        });
        return lines.toString();
    }

    private static Map<String, Consult> read(Path file) {
        Map<String, Consult> consults = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                JsonNode node = JSON.readTree(line);
                TreeMap<Integer, String> opinions = new TreeMap<>();
                node.path("opinions")
                        .forEach(each -> opinions.put(
                                each.path("seat").asInt(), each.path("answer").asText()));
                consults.put(
                        node.path("case_id").asText(),
                        new Consult(Optional.ofNullable(node.get("department")).map(JsonNode::asText), opinions));
            }
        } catch (JsonProcessingException e) {
            throw new FatalException(file + " is damaged: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new FatalException(file + " cannot be read: " + e, e);
        }
        return consults;
    }
}
