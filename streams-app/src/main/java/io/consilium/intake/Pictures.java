package io.consilium.intake;

import io.consilium.digest.Digest;
import io.consilium.image.ImageStore;
import io.consilium.image.ImageStoreException;
import io.consilium.image.Picture;
import io.consilium.image.PictureException;
import io.consilium.problem.PoisonException;
import io.consilium.record.Image;
import java.nio.ByteBuffer;

/** Looks at a case's pictures: fetches or stores them, decodes them, and says what they are. */
final class Pictures {
    private final ImageStore store;
    private final Limits limits;

    Pictures(ImageStore store, Limits limits) {
        this.store = store;
        this.limits = limits;
    }

    /**
     * The picture by address, with its size as it really is.
     *
     * @throws PoisonException when it is missing, is not what the source says, or cannot be used
     */
    Image accept(String caseId, String subject, int index, Image image) {
        String which = "Picture " + (index + 1);
        if (image.getContent().isPresent() == image.getAddress().isPresent()) {
            throw new PoisonException(
                    "NO_PICTURE", which + " must have either its bytes or an address in the image store.");
        }
        byte[] encoded = image.getContent()
                .map(Pictures::bytes)
                .orElseGet(() -> fetch(caseId, subject, image.getAddress().orElseThrow()));
        String sha256 = Digest.sha256(encoded);
        if (image.getSha256().map(claimed -> !claimed.equalsIgnoreCase(sha256)).orElse(false)) {
            throw new PoisonException(
                    "PICTURE_HASH", which + " does not have the SHA-256 that its source gives; send it again.");
        }
        Picture picture = decode(which, encoded);
        String address = image.getAddress().orElseGet(() -> store.put(subject, encoded));
        return Image.newBuilder()
                .setAddress(address)
                .setSha256(sha256)
                .setMediaType(Picture.mediaType(encoded))
                .setBytes(encoded.length)
                .setWidth(picture.width())
                .setHeight(picture.height())
                .build();
    }

    private Picture decode(String which, byte[] encoded) {
        Picture picture;
        try {
            picture = Picture.decode(encoded, limits.picture());
        } catch (PictureException e) {
            throw new PoisonException("BAD_PICTURE", which + ": " + e.getMessage(), e);
        }
        int shortest = Math.min(picture.width(), picture.height());
        int longest = Math.max(picture.width(), picture.height());
        if (shortest < limits.minSide() || longest > shortest * limits.maxAspect()) {
            throw new PoisonException(
                    "BAD_PICTURE",
                    which + " is " + picture.width() + "×" + picture.height() + " pixels; sides of at least "
                            + limits.minSide() + " and at most " + limits.maxAspect() + ":1 are needed.");
        }
        return picture;
    }

    private byte[] fetch(String caseId, String subject, String address) {
        try {
            return store.get(subject, address, caseId);
        } catch (ImageStoreException e) {
            throw new PoisonException("PICTURE_" + e.kind(), e.getMessage(), e);
        }
    }

    private static byte[] bytes(ByteBuffer content) {
        byte[] bytes = new byte[content.remaining()];
        content.duplicate().get(bytes);
        return bytes;
    }
}
