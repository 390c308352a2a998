package io.consilium.trainer.evaluation;

import io.consilium.department.DepartmentsFile;
import io.consilium.model.doctor.PromptBook;
import io.consilium.trainer.sample.Sample;
import io.consilium.trainer.sample.Tasks;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Made-up cases without pictures: the question with the options left and right. */
final class TestCases {
    static final List<String> DEPARTMENTS = DepartmentsFile.bundled().names();

    private TestCases() {}

    static Tasks tasks() {
        return new Tasks(PromptBook.bundled(), DEPARTMENTS);
    }

    /** @param opinions what the seats said, from the first on */
    static Sample sample(String id, String department, String answer, String... opinions) {
        TreeMap<Integer, String> seats = new TreeMap<>();
        for (int i = 0; i < opinions.length; i++) {
            seats.put(i + 1, opinions[i]);
        }
        return new Sample(
                id,
                id,
                List.of(),
                "On which side is the nodule of " + id + "?",
                "",
                List.of("left", "right"),
                seats,
                opinions.length,
                answer,
                Optional.of(department),
                Optional.empty(),
                Optional.empty());
    }

    static TestSet set(Sample... samples) {
        return new TestSet("made-up", List.of(samples), "hash");
    }
}
