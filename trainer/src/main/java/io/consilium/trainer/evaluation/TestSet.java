package io.consilium.trainer.evaluation;

import io.consilium.trainer.sample.Sample;
import io.consilium.trainer.sample.SampleFile;
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
     * @throws io.consilium.problem.ConfigurationException naming every line that is no sample
     */
    public static TestSet read(Path file) {
        SampleFile read = SampleFile.read(file);
        String name = file.getFileName().toString().replaceFirst("\\.jsonl?$", "");
        return new TestSet(name, read.samples(), read.hash());
    }
}
