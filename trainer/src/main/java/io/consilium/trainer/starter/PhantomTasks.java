package io.consilium.trainer.starter;

import io.consilium.department.DepartmentsFile;
import io.consilium.model.doctor.Matter;
import io.consilium.model.doctor.Prompt;
import io.consilium.model.doctor.PromptBook;
import io.consilium.model.vlm.ChatPrompt;
import io.consilium.option.Options;
import io.consilium.record.Role;
import io.consilium.trainer.phantom.PhantomCase;
import io.consilium.trainer.phantom.PhantomCases;
import io.consilium.trainer.phantom.PhantomSet;
import io.consilium.trainer.sample.Difficulty;
import io.consilium.trainer.sample.Task;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tasks about phantoms, without files. */
final class PhantomTasks {
    private static final List<String> DEPARTMENTS = DepartmentsFile.bundled().names();

    private PhantomTasks() {}

    /** All departments and questions, the standard look, asked of a specialist. */
    static List<Task> specialists(long seed, int count) {
        return PhantomCases.stream(PhantomSet.DEMO, seed, count)
                .map(about -> of(about, Role.SPECIALIST, new TreeMap<>()))
                .toList();
    }

    static Task of(PhantomCase about, Role role, SortedMap<Integer, String> opinions) {
        boolean triage = role == Role.TRIAGE;
        Prompt prompt = PromptBook.bundled()
                .render(
                        role,
                        new Matter(
                                about.asked().text(),
                                "",
                                about.phantom().department(),
                                DEPARTMENTS,
                                about.asked().options(),
                                opinions,
                                1));
        return new Task(
                about.id(),
                role,
                ChatPrompt.of(prompt.system(), List.of(about.phantom().picture()), prompt.user()),
                triage ? about.phantom().department() : about.asked().answer(),
                triage ? DEPARTMENTS : about.asked().options(),
                Optional.of(about.phantom().department()),
                opinions.isEmpty() ? Optional.empty() : Optional.of(difficulty(about, opinions)),
                Optional.empty());
    }

    private static Difficulty difficulty(PhantomCase about, SortedMap<Integer, String> opinions) {
        long right = opinions.values().stream()
                .filter(said ->
                        Options.agree(about.asked().options(), about.asked().answer(), said))
                .count();
        return Difficulty.of((int) right, opinions.size());
    }
}
