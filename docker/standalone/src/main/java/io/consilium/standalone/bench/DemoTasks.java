package io.consilium.standalone.bench;

import io.consilium.department.DepartmentsFile;
import io.consilium.model.doctor.PromptBook;
import io.consilium.record.Role;
import io.consilium.trainer.sample.Sample;
import io.consilium.trainer.sample.SampleFile;
import io.consilium.trainer.sample.Task;
import io.consilium.trainer.sample.Tasks;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The bundled cases as tasks of an attending physician who hears three made-up opinions: yes, no, yes. */
public final class DemoTasks {
    private static final Map<Integer, String> OPINIONS = Map.of(1, "yes", 2, "no", 3, "yes");

    private DemoTasks() {}

    public static List<Task> of(Path demoCases) {
        List<Sample> samples = SampleFile.read(demoCases).samples().stream()
                .map(sample -> sample.hearing(new TreeMap<>(OPINIONS), OPINIONS.size()))
                .toList();
        return new Tasks(PromptBook.bundled(), DepartmentsFile.bundled().names()).of(samples, Role.ATTENDING);
    }
}
