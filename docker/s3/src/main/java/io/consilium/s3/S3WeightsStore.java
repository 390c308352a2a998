package io.consilium.s3;

import io.consilium.model.vlm.CheckpointException;
import io.consilium.model.weights.DirectoryWeightsStore;
import io.consilium.model.weights.WeightsStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checkpoints in a bucket, {@code <version>/<file>}, and in a directory of this host those that were asked for. A
 * version's list of files is written last: without it nobody finds what an upload left unfinished.
 */
public final class S3WeightsStore implements WeightsStore {
    private static final Pattern VERSION = Pattern.compile("[0-9a-f]{64}");

    private final Bucket bucket;
    private final DirectoryWeightsStore local;

    /** @param local where found versions lie on this host; it grows with them, and may be emptied while nobody runs */
    public S3WeightsStore(Bucket bucket, Path local) {
        this.bucket = bucket;
        this.local = new DirectoryWeightsStore(local);
    }

    @Override
    public String put(Path checkpoint) {
        String version = local.put(checkpoint);
        if (bucket.get(list(version)).isEmpty()) {
            List<String> files = files(local.find(version).orElseThrow());
            Path directory = local.find(version).orElseThrow();
            files.forEach(file -> bucket.upload(version + "/" + file, directory.resolve(file)));
            bucket.put(list(version), String.join("\n", files).getBytes(StandardCharsets.UTF_8));
        }
        return version;
    }

    @Override
    public Optional<Path> find(String version) {
        if (!VERSION.matcher(version).matches()) {
            return Optional.empty();
        }
        return local.find(version).or(() -> fetch(version));
    }

    /** The list first: without it nobody finds the rest. Other hosts keep what they have fetched. */
    @Override
    public boolean remove(String version) {
        if (!VERSION.matcher(version).matches()) {
            return false;
        }
        boolean there = bucket.erase(list(version)) > 0;
        bucket.erase(version + "/");
        return local.remove(version) || there;
    }

    /** One at a time: several who miss the same version wait for one download. */
    private synchronized Optional<Path> fetch(String version) {
        Optional<Path> meanwhile = local.find(version);
        Optional<byte[]> list = meanwhile.isPresent() ? Optional.empty() : bucket.get(list(version));
        list.ifPresent(files -> download(version, new String(files, StandardCharsets.UTF_8)));
        return local.find(version);
    }

    private void download(String version, String files) {
        try {
            local.fill(version, bucket + version, part -> files.lines()
                    .forEach(file -> bucket.download(version + "/" + file, part.resolve(file))));
        } catch (IOException e) {
            throw new CheckpointException("Cannot keep version " + version + " on this host: " + e, e);
        }
    }

    private static String list(String version) {
        return version + ".files";
    }

    private static List<String> files(Path checkpoint) {
        try (Stream<Path> files = Files.list(checkpoint)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new CheckpointException("Cannot read " + checkpoint + ": " + e, e);
        }
    }
}
