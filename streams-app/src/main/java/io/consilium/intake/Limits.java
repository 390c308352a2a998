package io.consilium.intake;

import io.consilium.image.PictureLimits;

/**
 * How large a case may be.
 *
 * @param questionCharacters also the limit of the history
 * @param minSide fewest pixels of a picture's width and height
 * @param maxAspect longest side over shortest: what the model's processor can still divide into patches
 */
public record Limits(
        int questionCharacters,
        int options,
        int optionCharacters,
        int images,
        int minSide,
        int maxAspect,
        PictureLimits picture) {

    public static final Limits DEFAULT =
            new Limits(20_000, 26, 500, 8, 8, 100, new PictureLimits(5_000_000, 8_192, 40_000_000));
}
