package io.consilium.trainer.phantom;

import java.util.random.RandomGenerator;

/** Paints what a kind of picture shows without lesions: rough outlines, placed a little differently each time, and noise. */
final class Background {
    private static final int SIZE = Canvas.SIZE;
    private static final double MIDDLE = 56;
    /** Centres of what comes in pairs: lungs, lobes. */
    private static final double[] PAIR = {34, 78};

    private final RandomGenerator random;

    private Background(RandomGenerator random) {
        this.random = random;
    }

    static Canvas paint(RandomGenerator random, Kind kind) {
        Background background = new Background(random);
        return switch (kind) {
            case RADIOLOGIST -> background.chest();
            case PATHOLOGIST -> background.biopsy();
            case SURGEON -> background.operation();
            case ONCOLOGIST -> background.trunk();
            case ENDOCRINOLOGIST -> background.thyroid();
            case OPHTHALMOLOGIST -> background.fundus();
            case DERMATOLOGIST -> background.skin();
        };
    }

    /** Two dark lungs behind ribs that bend. */
    private Canvas chest() {
        Canvas canvas = Canvas.of(Colour.grey(150));
        for (double x : PAIR) {
            canvas.paint(
                    new Ellipse(x + jitter(2), MIDDLE + jitter(2), 20 + jitter(1), 42 + jitter(2)), Colour.grey(45), 1);
        }
        double[] bend = wave(x -> 6 * Math.cos((x - MIDDLE) / 26));
        for (int rib = 20; rib < 100; rib += 14) {
            int height = rib;
            canvas.paint((x, y) -> y - height - bend[x], 3, Colour.grey(140), 0.35);
        }
        canvas.noise(random, 5);
        return canvas;
    }

    /** Pink tissue with nuclei. */
    private Canvas biopsy() {
        Canvas canvas = Canvas.of(new Colour(232, 178, 205));
        for (int i = 0; i < 40; i++) {
            Ellipse nucleus = new Ellipse(random.nextDouble(SIZE), random.nextDouble(SIZE), 2.2, 2.2, 0.3);
            canvas.paint(nucleus, new Colour(150, 90, 170), 0.6);
        }
        canvas.noise(random, 6);
        return canvas;
    }

    /** Tissue in waves under an instrument that crosses it. */
    private Canvas operation() {
        Canvas canvas = Canvas.of(new Colour(176, 92, 84));
        double phaseX = jitter(3);
        double phaseY = jitter(3);
        double[] across = wave(x -> 18 * Math.sin(x / 9 + phaseX));
        double[] down = wave(y -> 12 * Math.cos(y / 11 + phaseY));
        canvas.lighten((x, y) -> across[x] + down[y]);
        double offset = SIZE + jitter(20);
        canvas.paint((x, y) -> x - 2 * y + offset, 60, new Colour(190, 195, 200), 0.9);
        canvas.noise(random, 5);
        return canvas;
    }

    /** A body that takes up little, and a bladder. */
    private Canvas trunk() {
        Canvas canvas = Canvas.of(new Colour(6, 6, 30));
        canvas.paint(new Ellipse(MIDDLE + jitter(2), 58 + jitter(2), 40, 52), new Colour(28, 40, 120), 1);
        canvas.paint(new Ellipse(MIDDLE, 92 + jitter(3), 8, 8, 0.4), new Colour(80, 90, 170), 1);
        canvas.noise(random, 4);
        return canvas;
    }

    /** Two bright lobes and the isthmus between them. */
    private Canvas thyroid() {
        Canvas canvas = Canvas.of(Colour.grey(18));
        for (double x : PAIR) {
            canvas.paint(new Ellipse(x + jitter(2), MIDDLE + jitter(3), 21, 40), Colour.grey(205), 1);
        }
        canvas.paint(new Ellipse(MIDDLE, 70, 16, 8), Colour.grey(190), 1);
        canvas.noise(random, 9);
        return canvas;
    }

    /** A retina with its disc and four vessels that leave it. */
    private Canvas fundus() {
        Canvas canvas = Canvas.of(new Colour(8, 4, 4));
        canvas.paint(new Ellipse(MIDDLE, MIDDLE, 52, 52, 0.03), new Colour(214, 116, 58), 1);
        canvas.paint(new Ellipse(MIDDLE + jitter(4), 20 + jitter(3), 8, 8), new Colour(250, 225, 160), 1);
        double[] bend = wave(y -> 4 * Math.sin(y / 12));
        for (double slope : new double[] {-0.9, -0.3, 0.35, 0.95}) {
            canvas.paint(
                    (x, y) -> y > 20 ? x - MIDDLE - slope * (y - 20) - bend[y] : Double.POSITIVE_INFINITY,
                    3,
                    new Colour(150, 50, 30),
                    0.45);
        }
        canvas.noise(random, 5);
        return canvas;
    }

    /** Skin of varying tone with hairs. */
    private Canvas skin() {
        Canvas canvas = Canvas.of(new Colour(226 + jitter(12), 180 + jitter(12), 150 + jitter(12)));
        for (int i = 0; i < 10; i++) {
            double root = random.nextDouble(SIZE);
            double slope = random.nextDouble(-0.6, 0.6);
            canvas.paint((x, y) -> x - root - slope * y, 0.8, new Colour(120, 90, 70), 0.3);
        }
        canvas.noise(random, 5);
        return canvas;
    }

    private double jitter(double most) {
        return random.nextDouble(-most, most);
    }

    private interface Wave {
        double at(double place);
    }

    private static double[] wave(Wave wave) {
        double[] values = new double[SIZE];
        for (int place = 0; place < SIZE; place++) {
            values[place] = wave.at(place);
        }
        return values;
    }
}
