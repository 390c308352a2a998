package io.consilium.trainer.sample;

import io.consilium.image.Picture;
import io.consilium.image.PictureException;
import io.consilium.image.PictureLimits;
import io.consilium.model.doctor.Matter;
import io.consilium.model.doctor.Prompt;
import io.consilium.model.doctor.PromptBook;
import io.consilium.model.vlm.ChatPrompt;
import io.consilium.problem.ConfigurationException;
import io.consilium.record.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Makes tasks of samples, with the words that the doctors hear in service. */
public final class Tasks {
    private static final int SHOWN = 5;

    private final PromptBook book;
    private final List<String> departments;
    private final boolean opinions;

    /** @param departments the triage doctor's choice, in the order of its prompt */
    public Tasks(PromptBook book, List<String> departments) {
        this(book, departments, true);
    }

    private Tasks(PromptBook book, List<String> departments, boolean opinions) {
        this.book = book;
        this.departments = List.copyOf(departments);
        this.opinions = opinions;
    }

    /** The same with an attending physician who is told no opinion; how hard a case is stays as it is. */
    public Tasks withoutOpinions() {
        return new Tasks(book, departments, false);
    }

    /**
     * A sample that was written by somebody for this role must serve it. One that came out of the service need not: cases
     * without opinions, or whose department nobody confirmed, are left out.
     *
     * @throws ConfigurationException naming every sample that does not serve this role: without opinions for the attending
     *     physician, without a department for triage, or whose picture is gone
     */
    public List<Task> of(List<Sample> samples, Role role) {
        List<Task> tasks = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Sample sample : samples) {
            Optional<String> problem = problem(sample, role);
            if (problem.isPresent() && sample.split().isPresent()) {
                continue;
            }
            if (problem.isPresent()) {
                problems.add("sample " + sample.id() + ": " + problem.get());
                continue;
            }
            try {
                tasks.add(task(sample, role));
            } catch (PictureException | IOException e) {
                problems.add("sample " + sample.id() + ": its picture cannot be used: " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            int more = problems.size() - SHOWN;
            List<String> shown = new ArrayList<>(problems.subList(0, Math.min(SHOWN, problems.size())));
            if (more > 0) {
                shown.add("and " + more + " more");
            }
            throw new ConfigurationException("Samples cannot be used by this stage", shown);
        }
        return tasks;
    }

    private Optional<String> problem(Sample sample, Role role) {
        return switch (role) {
            case ATTENDING ->
                sample.seats() == 0
                        ? Optional.of("it has no opinions, which the attending physician weighs; add \"opinions\"")
                        : Optional.empty();
            case TRIAGE ->
                sample.department().filter(departments::contains).isEmpty()
                        ? Optional.of("its department " + sample.department().orElse("(none)") + " is not one of "
                                + departments)
                        : Optional.empty();
            case SPECIALIST -> sample.department().isEmpty() ? Optional.of("it has no department") : Optional.empty();
        };
    }

    private Task task(Sample sample, Role role) throws IOException {
        boolean triage = role == Role.TRIAGE;
        Prompt prompt = book.render(
                role,
                new Matter(
                        sample.question(),
                        sample.history(),
                        role == Role.SPECIALIST ? sample.department().orElseThrow() : "",
                        departments,
                        sample.options(),
                        role == Role.ATTENDING && opinions ? sample.opinions() : new TreeMap<>(),
                        sample.pictures().size()));
        List<Picture> pictures = new ArrayList<>();
        for (SamplePicture picture : sample.pictures()) {
            pictures.add(Picture.decode(picture.read(), PictureLimits.DEFAULT));
        }
        return new Task(
                sample.id(),
                role,
                ChatPrompt.of(prompt.system(), pictures, prompt.user()),
                triage ? sample.department().orElseThrow() : sample.answer(),
                triage ? departments : sample.options(),
                sample.department(),
                role == Role.ATTENDING ? sample.difficulty() : Optional.empty(),
                sample.reasoning());
    }
}
