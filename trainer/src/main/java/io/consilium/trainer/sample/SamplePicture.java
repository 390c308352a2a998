package io.consilium.trainer.sample;

import io.consilium.image.ImageStore;
import io.consilium.image.ImageStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** A picture of a sample, wherever it lies. */
public sealed interface SamplePicture {

    /**
     * The encoded picture.
     *
     * @throws IOException when it is gone or cannot be read; the message says which one and where
     */
    byte[] read() throws IOException;

    /** A file of its own. */
    record InFile(Path file) implements SamplePicture {
        @Override
        public byte[] read() throws IOException {
            try {
                return Files.readAllBytes(file);
            } catch (IOException e) {
                throw new IOException("picture " + file + " cannot be read", e);
            }
        }
    }

    /** Kept by the service, under its subject. */
    record InStore(Supplier<ImageStore> store, String subject, String address, String caseId) implements SamplePicture {
        @Override
        public byte[] read() throws IOException {
            try {
                return store.get().get(subject, address, caseId);
            } catch (ImageStoreException e) {
                throw new IOException(e.getMessage() + "; restore it, or choose samples without this case", e);
            }
        }
    }
}
