package io.consilium.trainer.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.consilium.image.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is painted, and how often. */
class PhantomPainterTest {

    @Test
    void shouldDrawTheSameBytesFromTheSameSeed() {
        Phantom one = PhantomPainter.draw(new SplittableRandom(7), "Surgeon", Look.SHIFTED);
        Phantom same = PhantomPainter.draw(new SplittableRandom(7), "Surgeon", Look.SHIFTED);
        Phantom other = PhantomPainter.draw(new SplittableRandom(8), "Surgeon", Look.SHIFTED);

        assertThat(same.picture().rgb()).isEqualTo(one.picture().rgb());
        assertThat(same.truth()).isEqualTo(one.truth());
        assertThat(other.picture().rgb()).isNotEqualTo(one.picture().rgb());
        assertThat(one.department()).isEqualTo("Surgeon");
        assertThat(one.picture().width()).isEqualTo(112);
        assertThat(one.picture().height()).isEqualTo(112);
    }

    @Test
    void shouldDrawAnyPhantomOfAnAlbumAgain() {
        PhantomAlbum album = new PhantomAlbum(3, 14, Look.STANDARD);

        assertThat(album).hasSize(14);
        assertThat(album.get(9).picture().rgb())
                .isEqualTo(
                        new PhantomAlbum(3, 10, Look.STANDARD).get(9).picture().rgb());
        assertThat(album.get(9).department()).isEqualTo("Surgeon");
        assertThat(album.get(2).picture().rgb())
                .isNotEqualTo(
                        new PhantomAlbum(4, 14, Look.STANDARD).get(2).picture().rgb());
    }

    @Test
    void shouldLeaveLesionsToChanceAsSpecified() {
        SplittableRandom random = new SplittableRandom(1);
        int drawn = 1500;
        int[] counts = new int[5];
        int large = 0;
        int right = 0;
        for (int i = 0; i < drawn; i++) {
            Phantom phantom = PhantomPainter.draw(random, Kind.ONCOLOGIST, Look.STANDARD);
            counts[phantom.count()]++;
            large += phantom.size() == Size.LARGE ? 1 : 0;
            right += phantom.side() == Side.RIGHT ? 1 : 0;
        }
        double[] shares = {0.16, 0.24, 0.2, 0.2, 0.2};
        for (int count = 0; count < shares.length; count++) {
            assertThat((double) counts[count] / drawn).isCloseTo(shares[count], within(0.04));
        }
        double some = drawn - counts[0];
        assertThat(large / some).isCloseTo(0.5, within(0.05));
        assertThat(right / some).isCloseTo(0.5, within(0.05));
    }

    @Test
    void shouldPlaceLesionsApartOnTheirSide() {
        SplittableRandom random = new SplittableRandom(2);
        for (Truth truth : Truth.all(Kind.PATHOLOGIST)) {
            for (int i = 0; i < 50; i++) {
                List<Ellipse> lesions = Lesions.place(random, truth);
                assertThat(lesions).hasSize(truth.count());
                assertThat(lesions).allSatisfy(lesion -> {
                    assertThat(lesion.x() < 56 ? Side.LEFT : Side.RIGHT).isEqualTo(truth.side());
                    assertThat(lesion.y()).isBetween(20.0, 92.0);
                    boolean small = truth.size() == Size.SMALL;
                    assertThat(lesion.radiusX()).isBetween(small ? 3.24 : 6.48, small ? 4.84 : 9.24);
                    assertThat(lesion.radiusY()).isBetween(small ? 3.24 : 6.48, small ? 4.84 : 9.24);
                });
                double gap = truth.size() == Size.SMALL ? 11 : 17.5;
                assertThat(distances(lesions)).allMatch(distance -> distance > gap);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldShowLesionsInTheirColour(Kind kind) {
        SplittableRandom random = new SplittableRandom(3);
        Ellipse left = new Ellipse(30, 40, 8, 8);
        Picture with = PhantomPainter.picture(random, kind, List.of(left), Look.STANDARD);
        Picture without = PhantomPainter.picture(random, kind, List.of(), Look.STANDARD);

        assertThat(distance(inside(with, left), kind.colour())).isLessThan(15);
        assertThat(distance(inside(without, left), kind.colour())).isGreaterThan(40);
    }

    @Test
    void shouldPaintAnEllipseLikeItsFormula() {
        Canvas canvas = Canvas.of(Colour.grey(0));
        canvas.paint(new Ellipse(50, 60, 10, 20), Colour.grey(200), 0.5);

        assertThat(level(canvas.picture(), 50, 60)).isEqualTo(99); // 100 / (1 + exp(-1 / 0.12)) = 99.98
        assertThat(level(canvas.picture(), 60, 60)).isEqualTo(50); // on the edge: one half
        assertThat(level(canvas.picture(), 50, 82)).isEqualTo(30); // 100 / (1 + exp(0.1 / 0.12)) = 30.3
        assertThat(level(canvas.picture(), 90, 60)).isZero();
        assertThat(level(canvas.picture(), 0, 0)).isZero();
    }

    @Test
    void shouldPaintALineLikeItsFormula() {
        Canvas canvas = Canvas.of(Colour.grey(100));
        canvas.paint((x, y) -> x - 20, 3, Colour.grey(200), 0.5);

        assertThat(level(canvas.picture(), 20, 5)).isEqualTo(150);
        assertThat(level(canvas.picture(), 22, 5)).isEqualTo(113); // 100 + 50 exp(-4 / 3) = 113.2
        assertThat(level(canvas.picture(), 40, 5)).isEqualTo(100);
    }

    @Test
    void shouldAddNoiseOfItsDeviation() {
        Canvas canvas = Canvas.of(Colour.grey(128));
        canvas.colourNoise(new SplittableRandom(4), 10);
        byte[] rgb = canvas.picture().rgb();
        double squares = 0;
        for (byte level : rgb) {
            squares += Math.pow((level & 0xff) + 0.5 - 128, 2);
        }
        assertThat(Math.sqrt(squares / rgb.length)).isCloseTo(10, within(0.2));
    }

    private static List<Double> distances(List<Ellipse> lesions) {
        List<Double> distances = new ArrayList<>();
        for (int i = 0; i < lesions.size(); i++) {
            for (Ellipse other : lesions.subList(0, i)) {
                distances.add(Math.hypot(
                        lesions.get(i).x() - other.x(), lesions.get(i).y() - other.y()));
            }
        }
        return distances;
    }

    /** The mean colour of the pixels well inside an ellipse. */
    private static Colour inside(Picture picture, Ellipse ellipse) {
        double[] sums = new double[3];
        int pixels = 0;
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                if (Math.hypot(x - ellipse.x(), y - ellipse.y()) < ellipse.radiusX() / 2) {
                    pixels++;
                    for (int colour = 0; colour < 3; colour++) {
                        sums[colour] += picture.rgb()[3 * (picture.width() * y + x) + colour] & 0xff;
                    }
                }
            }
        }
        return new Colour(sums[0] / pixels, sums[1] / pixels, sums[2] / pixels);
    }

    /** The greatest difference among the three colours. */
    private static double distance(Colour one, Colour other) {
        return Math.max(
                Math.abs(one.red() - other.red()),
                Math.max(Math.abs(one.green() - other.green()), Math.abs(one.blue() - other.blue())));
    }

    private static int level(Picture picture, int x, int y) {
        return picture.rgb()[3 * (picture.width() * y + x)] & 0xff;
    }
}
