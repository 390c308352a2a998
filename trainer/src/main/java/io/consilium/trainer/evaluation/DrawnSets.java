package io.consilium.trainer.evaluation;

import io.consilium.problem.FatalException;
import io.consilium.trainer.phantom.SpecialistPanel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Test sets of phantoms in a directory of their own, which is deleted when this is closed. */
public final class DrawnSets implements AutoCloseable {
    /** As in the service. */
    public static final int SEATS = 3;

    private static final double TEMPERATURE = 1;

    private final Path directory;
    private final List<TestSet> sets = new ArrayList<>();

    private DrawnSets(Path directory) {
        this.directory = directory;
    }

    /**
     * @param specialist a checkpoint that gives the opinions of three seats; without one the cases have none
     * @throws FatalException when the disk does not take them
     */
    public static DrawnSets draw(List<PhantomTestSet> wanted, Optional<Path> specialist) {
        DrawnSets drawn = new DrawnSets(directory());
        try {
            if (specialist.isPresent()) {
                try (SpecialistPanel panel = SpecialistPanel.open(specialist.get(), SEATS, TEMPERATURE)) {
                    drawn.write(wanted, Optional.of(panel));
                }
            } else {
                drawn.write(wanted, Optional.empty());
            }
            return drawn;
        } catch (RuntimeException e) {
            drawn.close();
            throw e;
        }
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("consilium-evaluation");
        } catch (IOException e) {
            throw new FatalException("there is no place for the test pictures: " + e.getMessage(), e);
        }
    }

    private void write(List<PhantomTestSet> wanted, Optional<SpecialistPanel> panel) {
        wanted.forEach(
                set -> sets.add(set.write(panel, directory.resolve(set.set().word()))));
    }

    public List<TestSet> sets() {
        return List.copyOf(sets);
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
