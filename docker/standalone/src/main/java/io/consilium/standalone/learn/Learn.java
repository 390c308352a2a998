package io.consilium.standalone.learn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.problem.ConfigurationException;
import io.consilium.problem.FatalException;
import io.consilium.record.Role;
import io.consilium.standalone.service.ScratchData;
import io.consilium.standalone.training.Narration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** The demonstration of learning: runs the loop, leaves page, runs and evidence behind and nothing else. */
public final class Learn {
    private final LearnSettings settings;
    private final Narration narration;

    public Learn(LearnSettings settings, Narration narration) {
        this.settings = settings;
        this.narration = narration;
    }

    /**
     * What came of it.
     *
     * @param complete whether every step went as it should: a verdict for each case, the attending physician promoted. The
     *     triage doctor begins nearly perfect; that the gate refuses its candidate is no fault.
     */
    public record Result(String text, ObjectNode json, boolean complete) {}

    /** @throws ConfigurationException when the directory is not empty */
    public Result run() {
        prepare();
        Learning learning;
        try (ScratchData data = ScratchData.make("consilium-learn-")) {
            learning = new LearnDemo(settings, narration, InstantSource.system()).run(data.path(), data::usedBy);
        }
        Path page = write(LearnPage.of(learning));
        boolean complete = learning.swap().withoutVerdict() == 0
                && learning.candidates().stream()
                        .filter(candidate -> candidate.role() == Role.ATTENDING)
                        .allMatch(candidate -> learning.promoted().containsKey(candidate.doctor()));
        return new Result(LearnText.text(learning, page), LearnText.json(learning, page), complete);
    }

    private void prepare() {
        try {
            Files.createDirectories(settings.out());
            try (Stream<Path> files = Files.list(settings.out())) {
                if (files.findAny().isPresent()) {
                    throw new ConfigurationException(
                            "The service cannot learn so",
                            List.of("--out " + settings.out() + " is not empty: choose a new directory"));
                }
            }
        } catch (IOException e) {
            throw new ConfigurationException(
                    "The service cannot learn so", List.of("--out " + settings.out() + ": " + e));
        }
    }

    private Path write(String page) {
        Path file = settings.out().resolve("learn.html").toAbsolutePath();
        try {
            return Files.writeString(file, page);
        } catch (IOException e) {
            throw new FatalException(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
