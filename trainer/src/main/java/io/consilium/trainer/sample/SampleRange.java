package io.consilium.trainer.sample;

import io.consilium.image.ImageStore;
import io.consilium.problem.ConfigurationException;
import io.consilium.record.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What lies in a range of the samples topic: of each case its last revision in the range, without the cases that were
 * withdrawn. The same range gives the same lines.
 *
 * @param lines of JSON, by partition and offset
 * @param corrections cases of which another answer was confirmed after an earlier sample, or that were withdrawn
 */
public record SampleRange(OffsetRange range, List<String> lines, List<String> corrections) {

    /** @param records by partition and offset */
    static SampleRange of(OffsetRange range, List<Sample> records) {
        Map<String, Sample> last = new LinkedHashMap<>();
        List<String> corrections = new ArrayList<>();
        for (Sample sample : records) {
            // A later revision takes its own place, not that of the one before.
            last.remove(sample.getCaseId());
            last.put(sample.getCaseId(), sample);
            correction(sample).ifPresent(corrections::add);
        }
        List<String> lines = last.values().stream()
                .filter(sample -> sample.getWithdrawn().isEmpty())
                .map(sample -> SampleJson.of(sample).toString())
                .toList();
        return new SampleRange(range, lines, List.copyOf(corrections));
    }

    /** Says nothing of the answers: the line may end in a log. */
    private static Optional<String> correction(Sample sample) {
        String which = "case " + sample.getCaseId() + ", revision " + sample.getRevision() + ": ";
        return sample.getWithdrawn()
                .map(why -> which + "withdrawn, " + why + "; earlier runs may have learnt from it")
                .or(() -> sample.getContradicts()
                        .map(earlier -> which + "another answer was confirmed; runs on revision "
                                + (sample.getRevision() - 1) + " learnt the earlier one"));
    }

    /**
     * The samples as a run takes them; their hash is that of a file with the same lines.
     *
     * @throws ConfigurationException when a picture is gone, or no sample is left
     */
    public SampleFile samples(Supplier<ImageStore> store) {
        return SampleFile.of("The range " + range + " of the samples topic", lines, new SampleLine(Path.of(""), store));
    }
}
