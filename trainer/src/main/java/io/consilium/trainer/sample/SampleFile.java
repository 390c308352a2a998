package io.consilium.trainer.sample;

import io.consilium.digest.Digest;
import io.consilium.image.ImageStore;
import io.consilium.problem.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Samples as JSON lines: the fields of a case ({@code case_id}, {@code subject}, {@code image} or {@code images} relative to
 * the file, {@code question}, {@code options}, {@code history}), what is right ({@code answer}, {@code department}), what the
 * specialists said ({@code opinions}: a list of {@code {"seat": 1, "answer": "two"}}, or of answers in the order of the
 * seats), perhaps a {@code reasoning}, and perhaps a {@code split}. A picture of the image store is
 * {@code {"address": …}}. Other fields are left alone.
 *
 * @param hash SHA-256 over the lines and every picture that they name
 */
public record SampleFile(List<Sample> samples, String hash) {
    private static final int SHOWN = 10;

    /**
     * Samples whose pictures are files.
     *
     * @throws ConfigurationException naming every line that is no sample
     */
    public static SampleFile read(Path file) {
        return read(file, () -> {
            throw new IllegalArgumentException("its picture lies in an image store, and none is named");
        });
    }

    /**
     * @param store asked for only when a picture lies in it
     * @throws ConfigurationException naming every line that is no sample
     */
    public static SampleFile read(Path file, Supplier<ImageStore> store) {
        Path directory = file.toAbsolutePath().getParent();
        return of(file.toString(), lines(file), new SampleLine(directory, store));
    }

    /**
     * @param where the lines come from, for messages
     * @throws ConfigurationException naming every line that is no sample
     */
    static SampleFile of(String where, List<String> lines, SampleLine reader) {
        List<Sample> samples = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        List<String> hashes = new ArrayList<>();
        int number = 0;
        for (String line : lines) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                Sample sample = reader.read(line);
                samples.add(sample);
                hashes.add(Digest.of(line));
                for (SamplePicture picture : sample.pictures()) {
                    hashes.add(Digest.sha256(picture.read()));
                }
            } catch (IllegalArgumentException | IOException e) {
                problems.add("line " + number + ": " + e.getMessage());
            }
        }
        if (problems.isEmpty() && samples.isEmpty()) {
            problems.add("it holds no sample");
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(
                    where + " cannot be used", problems.subList(0, Math.min(SHOWN, problems.size())));
        }
        return new SampleFile(List.copyOf(samples), Digest.of(hashes.toArray(String[]::new)));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "There are no samples", List.of(file + " cannot be read: " + e.getMessage()));
        }
    }
}
