package io.consilium.trainer.evaluation;

import io.consilium.problem.ConfigurationException;
import io.consilium.trainer.sample.Sample;
import io.consilium.trainer.sample.SampleFile;
import io.consilium.trainer.sample.Split;
import java.nio.file.Path;
import java.util.List;

/**
 * Samples that a model is measured with.
 *
 * @param name under which the report counts them
 * @param hash of the samples and their pictures
 */
public record TestSet(String name, List<Sample> samples, String hash) {
    public TestSet {
        samples = List.copyOf(samples);
    }

    /**
     * Samples of a file, under the file's name.
     *
     * @throws ConfigurationException naming every line that is no sample
     */
    public static TestSet read(Path file) {
        SampleFile read = SampleFile.read(file);
        String name = file.getFileName().toString().replaceFirst("\\.jsonl?$", "");
        return new TestSet(name, read.samples(), read.hash());
    }

    /**
     * The samples that no run may learn from.
     *
     * @throws ConfigurationException when there is none of them
     */
    public static TestSet heldOut(String name, SampleFile file) {
        List<Sample> samples = Split.of(file.samples(), 0).heldOut();
        if (samples.isEmpty()) {
            throw new ConfigurationException(
                    "Nothing is held out",
                    List.of("of " + file.samples().size()
                            + " samples none is held out (one subject in ten is): choose a longer range"));
        }
        return new TestSet(name, samples, file.hash());
    }
}
