package io.consilium.trainer.phantom;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known to be right about a picture: which kind it is, and how many lesions of which size lie on which side.
 *
 * <p>The diagnosis: no lesion, the first label; any large one, the last; one or two small ones, the second; three or four
 * small ones, the third.
 */
public record Truth(Kind kind, int count, Size size, Side side) {
    static final int MOST_LESIONS = 4;
    static final List<String> COUNTS = List.of("none", "one", "two", "three", "four");
    private static final int EARLY = 2;

    public Truth {
        boolean none = size == Size.NONE && side == Side.NONE;
        boolean some = size != Size.NONE && side != Side.NONE;
        if (count < 0 || count > MOST_LESIONS || (count == 0 ? !none : !some)) {
            throw new IllegalArgumentException("There is no phantom with " + count + " lesions, size " + size
                    + ", side " + side + ": 0 lesions have neither, 1 to " + MOST_LESIONS + " have both.");
        }
    }

    public static Truth none(Kind kind) {
        return new Truth(kind, 0, Size.NONE, Side.NONE);
    }

    /** The number that a finding begins with; -1 for another word. */
    public static int counted(String word) {
        return COUNTS.indexOf(word);
    }

    /** Everything that a picture of this kind can show. */
    public static List<Truth> all(Kind kind) {
        List<Truth> all = new ArrayList<>(List.of(none(kind)));
        for (int count = 1; count <= MOST_LESIONS; count++) {
            for (Size size : List.of(Size.SMALL, Size.LARGE)) {
                all.add(new Truth(kind, count, size, Side.LEFT));
                all.add(new Truth(kind, count, size, Side.RIGHT));
            }
        }
        return List.copyOf(all);
    }

    /** Such as "two small nodule on the left" (never a plural) or "no nodule". */
    public String finding() {
        return count == 0
                ? "no " + kind.lesion()
                : COUNTS.get(count) + " " + size.word() + " " + kind.lesion() + " on the " + side.word();
    }

    /** The diagnosis. */
    public String label() {
        List<String> labels = kind.labels();
        if (count == 0) {
            return labels.get(0);
        }
        if (size == Size.LARGE) {
            return labels.get(3);
        }
        return labels.get(count <= EARLY ? 1 : 2);
    }
}
