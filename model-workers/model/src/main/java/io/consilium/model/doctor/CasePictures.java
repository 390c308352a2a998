package io.consilium.model.doctor;

import io.consilium.image.ImageStore;
import io.consilium.image.ImageStoreException;
import io.consilium.image.Picture;
import io.consilium.image.PictureException;
import io.consilium.image.PictureLimits;
import io.consilium.record.Image;
import io.consilium.record.Request;
import java.util.ArrayList;
import java.util.List;

/** Brings the pictures of a request from the image store. Its errors say which picture, and no pseudonym. */
final class CasePictures {
    private final ImageStore store;
    private final PictureLimits limits;

    CasePictures(ImageStore store, PictureLimits limits) {
        this.store = store;
        this.limits = limits;
    }

    /** @throws PictureException when one cannot be had */
    List<byte[]> encoded(Request request) {
        List<byte[]> pictures = new ArrayList<>();
        for (Image image : request.getImages()) {
            pictures.add(encoded(request, image, pictures.size() + 1));
        }
        return pictures;
    }

    /** @throws PictureException when one cannot be had or decoded */
    List<Picture> decoded(Request request) {
        List<Picture> pictures = new ArrayList<>();
        for (byte[] encoded : encoded(request)) {
            try {
                pictures.add(Picture.decode(encoded, limits));
            } catch (PictureException e) {
                throw new PictureException("Picture " + (pictures.size() + 1) + ": " + e.getMessage(), e);
            }
        }
        return pictures;
    }

    private byte[] encoded(Request request, Image image, int number) {
        String address = image.getAddress()
                .orElseThrow(
                        () -> new PictureException("Picture " + number + " has no address; intake stores pictures."));
        try {
            return store.get(request.getSubject(), address, request.getCaseId());
        } catch (ImageStoreException e) {
            String what =
                    switch (e.kind()) {
                        case BAD_ADDRESS -> "has an address that is not of this case's subject";
                        case MISSING -> "is not in the image store; was its subject erased?";
                        case CORRUPT -> "was changed in the image store and fits its address no longer";
                    };
            throw new PictureException("Picture " + number + " " + what + ".", e);
        }
    }
}
