package io.consilium.trainer.phantom;

/** What is painted, in grey levels of 0 to 255; noise and tint may lead beyond. */
record Colour(double red, double green, double blue) {

    static Colour grey(double level) {
        return new Colour(level, level, level);
    }
}
