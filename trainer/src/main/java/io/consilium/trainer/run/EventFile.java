package io.consilium.trainer.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** One file of scalars for TensorBoard. Each start of a run writes a file of its own, which readers take in name order. */
final class EventFile implements AutoCloseable {
    private final FileChannel channel;

    private EventFile(FileChannel channel) {
        this.channel = channel;
    }

    /** @param firstStep readers forget what earlier files say of this step and those after it */
    static EventFile create(Path directory, Instant now, long firstStep) throws IOException {
        Files.createDirectories(directory);
        EventFile file = new EventFile(FileChannel.open(
                directory.resolve(name(directory, now)), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        file.write(EventBytes.version(seconds(now)));
        file.write(EventBytes.restart(seconds(now), firstStep));
        return file;
    }

    /** The count comes first, so that a clock that was set back does not put a later file before an earlier one. */
    private static String name(Path directory, Instant now) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return String.format(
                    Locale.ROOT, "%04d.events.out.tfevents.%010d.consilium", files.count(), now.getEpochSecond());
        }
    }

    /** What no finite float can hold is left out: TensorBoard draws a gap. */
    void scalars(Instant now, long step, Map<String, Double> values) throws IOException {
        Map<String, Float> finite = new LinkedHashMap<>();
        values.forEach((tag, value) -> {
            if (Float.isFinite(value.floatValue())) {
                finite.put(tag, value.floatValue());
            }
        });
        write(EventBytes.scalars(seconds(now), step, finite));
    }

    private void write(byte[] record) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(record);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1000.0;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
