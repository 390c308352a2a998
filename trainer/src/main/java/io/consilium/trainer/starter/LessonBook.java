package io.consilium.trainer.starter;

import io.consilium.department.DepartmentsFile;
import io.consilium.model.doctor.Matter;
import io.consilium.model.doctor.Prompt;
import io.consilium.model.doctor.PromptBook;
import io.consilium.record.Role;
import io.consilium.trainer.phantom.Asked;
import io.consilium.trainer.phantom.Truth;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/** Words lessons: the prompts that doctors are served with, and replies that keep their format. Immutable. */
final class LessonBook {
    private final PromptBook prompts = PromptBook.bundled();
    private final List<String> departments = DepartmentsFile.bundled().names();

    /** Names the picture, then the department. */
    Lesson triage(Truth truth, Asked asked) {
        String department = truth.kind().department();
        return lesson(
                prompt(Role.TRIAGE, truth, asked, Collections.emptySortedMap()),
                "a " + truth.kind().picture(),
                department);
    }

    /** Names the finding, then the answer. */
    Lesson specialist(Truth truth, Asked asked) {
        return lesson(
                prompt(Role.SPECIALIST, truth, asked, Collections.emptySortedMap()), truth.finding(), asked.answer());
    }

    /** The attending physician who looks: names the finding, then the right answer, whatever the opinions are. */
    Lesson looking(Truth truth, Asked asked, SortedMap<Integer, String> opinions) {
        return lesson(prompt(Role.ATTENDING, truth, asked, opinions), truth.finding(), asked.answer());
    }

    /** The attending physician who follows the opinions, be they right or wrong. */
    Lesson following(Truth truth, Asked asked, SortedMap<Integer, String> opinions) {
        Consensus consensus = Consensus.of(List.copyOf(opinions.values()));
        return lesson(prompt(Role.ATTENDING, truth, asked, opinions), consensus.words(), consensus.answer());
    }

    /**
     * The short form: nothing but the finding. It stands in the tags of a reply, so that it is spelled in the tokens that
     * later lessons go on with.
     */
    Lesson finding(Truth truth) {
        return new Lesson("Look at the picture.", "What does it show?", "<think>" + truth.finding() + "</think>");
    }

    private Prompt prompt(Role role, Truth truth, Asked asked, SortedMap<Integer, String> opinions) {
        return prompts.render(
                role,
                new Matter(asked.text(), "", truth.kind().department(), departments, asked.options(), opinions, 1));
    }

    private static Lesson lesson(Prompt prompt, String thought, String answer) {
        return new Lesson(
                prompt.system(), prompt.user(), "<think>" + thought + "</think><answer>" + answer + "</answer>");
    }
}
