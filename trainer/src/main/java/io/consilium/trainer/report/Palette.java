package io.consilium.trainer.report;

/** The colours of lines, which report.css gives to the classes s0 to s7. */
final class Palette {
    static final int COLOURS = 8;

    private Palette() {}
}
