package io.consilium.trainer.phantom;

import io.consilium.image.Picture;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Draws phantoms of 112×112 pixels: a background of the kind, then the lesions, then the look. The same random stream gives
 * the same bytes.
 */
public final class PhantomPainter {
    /** How likely 0, 1, 2 and 3 lesions are; the rest is four. */
    private static final double[] COUNTS = {0.16, 0.24, 0.2, 0.2};

    private static final double LESION_STRENGTH = 0.95;

    private PhantomPainter() {}

    /** A phantom of a department, its lesions left to chance. */
    public static Phantom draw(RandomGenerator random, String department, Look look) {
        return draw(random, Kind.of(department), look);
    }

    public static Phantom draw(RandomGenerator random, Kind kind, Look look) {
        return draw(random, chance(random, kind), look);
    }

    /** A phantom that shows just this. */
    public static Phantom draw(RandomGenerator random, Truth truth, Look look) {
        return new Phantom(truth, picture(random, truth.kind(), Lesions.place(random, truth), look));
    }

    static Picture picture(RandomGenerator random, Kind kind, List<Ellipse> lesions, Look look) {
        Canvas canvas = Background.paint(random, kind);
        for (Ellipse lesion : lesions) {
            canvas.paint(lesion, kind.colour(), LESION_STRENGTH);
        }
        return look == Look.STANDARD ? canvas.picture() : shifted(random, canvas);
    }

    private static Picture shifted(RandomGenerator random, Canvas canvas) {
        double gain = random.nextDouble(0.6, 0.85);
        double bias = random.nextDouble(10, 45);
        canvas.scale(gain, new Colour(bias + tint(random), bias + tint(random), bias + tint(random)));
        canvas.colourNoise(random, 10);
        return PillowBlur.blur(canvas.picture());
    }

    private static double tint(RandomGenerator random) {
        return random.nextDouble(-14, 14);
    }

    private static Truth chance(RandomGenerator random, Kind kind) {
        int count = 0;
        for (double rest = random.nextDouble(); count < COUNTS.length && rest >= COUNTS[count]; count++) {
            rest -= COUNTS[count];
        }
        if (count == 0) {
            return Truth.none(kind);
        }
        Size size = random.nextBoolean() ? Size.LARGE : Size.SMALL;
        Side side = random.nextBoolean() ? Side.RIGHT : Side.LEFT;
        return new Truth(kind, count, size, side);
    }
}
