package io.consilium.monitor;

/** One step of a case's trace while it is under way; ends when closed. */
public interface Hop extends AutoCloseable {

    /** What follows from this step continues from here. */
    Trace trace();

    /** Values are names, codes and numbers; never the text of a case, its id or its subject. */
    void says(String attribute, String value);

    /** @param code a constant, such as {@code UNKNOWN_SCHEMA} */
    void failed(String code);

    @Override
    void close();
}
