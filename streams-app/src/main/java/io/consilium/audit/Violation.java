package io.consilium.audit;

/**
 * One thing that does not hold.
 *
 * @param about the case's id or a record's coordinates
 */
public record Violation(Rule rule, String about, String what) {
    @Override
    public String toString() {
        return rule + " " + about + ": " + what;
    }
}
