package io.consilium.trainer.reproduce;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.consilium.model.vlm.VisionLanguageModel;
import io.consilium.record.Role;
import io.consilium.trainer.evaluation.CheckpointExaminee;
import io.consilium.trainer.evaluation.Examination;
import io.consilium.trainer.evaluation.Mode;
import io.consilium.trainer.evaluation.Protocol;
import io.consilium.trainer.evaluation.TestSet;
import io.consilium.trainer.sample.Tasks;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** Examines attending physicians on the test sets, each once in each mode. */
final class Proctor {
    private static final String FILE = "marks.jsonl";

    private final Shelf shelf;
    private final Tasks tasks;
    private final List<TestSet> sets;
    private final int threads;

    Proctor(Shelf shelf, Tasks tasks, List<TestSet> sets, int threads) {
        this.shelf = shelf;
        this.tasks = tasks;
        this.sets = sets;
        this.threads = threads;
    }

    static Protocol greedy() {
        return Protocol.greedy(Role.ATTENDING);
    }

    /** The majority of so many replies at temperature 1. */
    static Protocol voting(int votes, long seed) {
        return new Protocol(Role.ATTENDING, Mode.VOTE, votes, 1, Protocol.MAX_NEW_TOKENS, seed);
    }

    boolean knows(Path model, Consultations.Heard heard, Study.Hearing hearing, Protocol protocol) {
        return place(model, heard, hearing, protocol).isFinished();
    }

    List<Mark> examine(Path model, Consultations.Heard heard, Study.Hearing hearing, Protocol protocol) {
        Shelf.Place place = place(model, heard, hearing, protocol);
        Path file = place.directory().resolve(FILE);
        if (!place.isFinished()) {
            place.begin();
            List<Mark> marks = marks(model, heard, hearing, protocol);
            Mark.write(marks, file);
            place.finish(JsonNodeFactory.instance.objectNode().put("cases", marks.size()));
        }
        return Mark.read(file);
    }

    private Shelf.Place place(Path model, Consultations.Heard heard, Study.Hearing hearing, Protocol protocol) {
        TreeMap<String, String> facts = new TreeMap<>();
        facts.put("edition", String.valueOf(Study.EDITION));
        facts.put("model", VisionLanguageModel.versionOf(model));
        facts.put("opinions", heard.hash());
        facts.put("hears", hearing.name());
        facts.put("protocol", protocol.toString());
        return shelf.place("marks", facts);
    }

    private List<Mark> marks(Path model, Consultations.Heard heard, Study.Hearing hearing, Protocol protocol) {
        Tasks told = hearing == Study.Hearing.NOBODY ? tasks.withoutOpinions() : tasks;
        try (CheckpointExaminee examinee = CheckpointExaminee.open(model, threads)) {
            Examination examination = new Examination(examinee, told, protocol);
            return sets.stream()
                    .map(set -> new TestSet(set.name(), heard.tell(set), set.hash()))
                    .flatMap(set -> examination.of(set).stream())
                    .map(Mark::of)
                    .toList();
        }
    }
}
