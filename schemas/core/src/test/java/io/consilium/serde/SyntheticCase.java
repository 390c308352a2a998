package io.consilium.serde;

import io.consilium.record.Case;
import io.consilium.record.Image;
import io.consilium.record.Priority;
import io.consilium.record.Source;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/** A case about nobody, with every field filled. */
final class SyntheticCase {
    private SyntheticCase() {}

    static Case whole() {
        AvroTrust.ensure();
        Image image = Image.newBuilder()
                .setContent(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .setMediaType("image/png")
                .setBytes(3)
                .build();
        return Case.newBuilder()
                .setCaseId("c-1")
                .setSubject("synthetic-subject")
                .setReceivedAt(Instant.ofEpochMilli(1_700_000_000_123L))
                .setPriority(Priority.URGENT)
                .setQuestion("Synthetic question: läsion?")
                .setOptions(List.of("yes", "no"))
                .setHistory("Synthetic history.")
                .setImages(List.of(image))
                .setSource(new Source("cli", "m-1"))
                .setWantedBy(Instant.ofEpochMilli(1_700_000_100_000L))
                .setSupersedes("c-0")
                .build();
    }
}
