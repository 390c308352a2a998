package io.consilium.standalone.service;

/** Which Consilium this is; runs and reports name it. */
public final class Release {
    public static final String VERSION = "0.1.0";

    private Release() {}
}
