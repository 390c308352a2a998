package io.consilium.journey;

/** Which share of the time that a source still gives each phase may use; what is left goes to the next. */
final class Shares {
    static final double TRIAGE = 0.3;
    static final double OPINIONS = 0.6;
    static final double ATTENDING = 1;

    private Shares() {}
}
