package io.consilium.trainer.phantom;

/**
 * A filled ellipse with a soft edge: the mask at a point is 1 / (1 + exp((d - 1) / soft)), d being the distance from the
 * centre in radii.
 */
record Ellipse(double x, double y, double radiusX, double radiusY, double soft) {
    private static final double SOFT = 0.12;
    /** Further than so many softnesses from the edge the mask is 0 or 1 to a ten-thousandth of a grey level. */
    private static final double REACH = 15;

    Ellipse(double x, double y, double radiusX, double radiusY) {
        this(x, y, radiusX, radiusY, SOFT);
    }

    /** From the centre to where nothing is painted any more, in radii. */
    double reach() {
        return 1 + REACH * soft;
    }

    double mask(double atX, double atY) {
        double alongX = (atX - x) / radiusX;
        double alongY = (atY - y) / radiusY;
        double edges = (Math.sqrt(alongX * alongX + alongY * alongY) - 1) / soft;
        if (Math.abs(edges) > REACH) {
            return edges > 0 ? 0 : 1;
        }
        return 1 / (1 + Math.exp(edges));
    }
}
