package io.consilium.standalone.versions;

/**
 * What became of the cases that one version took part in.
 *
 * @param cases that ended
 * @param decided of these, with a verdict
 * @param review of these, with a verdict that a clinician should look at
 * @param majority of the decided, those whose answer most opinions gave
 * @param confirmed of the decided, those with a confirmed outcome
 * @param right of the confirmed, those whose answer was right
 */
public record Tally(String version, int cases, int decided, int review, int majority, int confirmed, int right) {

    static Tally none(String version) {
        return new Tally(version, 0, 0, 0, 0, 0, 0);
    }

    Tally plus(Tally other) {
        return new Tally(
                version,
                cases + other.cases,
                decided + other.decided,
                review + other.review,
                majority + other.majority,
                confirmed + other.confirmed,
                right + other.right);
    }
}
