package io.consilium.trainer.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Places the lesions of a picture: on their side, none too near to another. */
final class Lesions {
    private static final double START_AGAIN = 0.02;

    private Lesions() {}

    /** Tried at random until all have room; a side that has become crowded is cleared now and then. */
    static List<Ellipse> place(RandomGenerator random, Truth truth) {
        List<Ellipse> placed = new ArrayList<>();
        while (placed.size() < truth.count()) {
            Ellipse lesion = anywhere(random, truth);
            if (placed.stream()
                    .allMatch(other -> apart(lesion, other, truth.size().gap()))) {
                placed.add(lesion);
            } else if (random.nextDouble() < START_AGAIN) {
                placed.clear();
            }
        }
        return List.copyOf(placed);
    }

    private static Ellipse anywhere(RandomGenerator random, Truth truth) {
        double radius =
                random.nextDouble(truth.size().leastRadius(), truth.size().greatestRadius());
        double x = random.nextDouble(22, 44) + truth.side().shift();
        double y = random.nextDouble(20, 92);
        return new Ellipse(x, y, radius * random.nextDouble(0.9, 1.1), radius * random.nextDouble(0.9, 1.1));
    }

    private static boolean apart(Ellipse one, Ellipse other, double gap) {
        double alongX = one.x() - other.x();
        double alongY = one.y() - other.y();
        return alongX * alongX + alongY * alongY > gap * gap;
    }
}
