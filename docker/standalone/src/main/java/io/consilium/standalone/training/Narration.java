package io.consilium.standalone.training;

/** Who is told how a long work goes on. */
public interface Narration {

    /** Told once, and stays. */
    void remark(String text);

    /** Takes the place of the line before; only where {@link #isTerminal()}. */
    void progress(String text);

    /** Whether somebody watches; if not, a line now and then is enough. */
    boolean isTerminal();
}
