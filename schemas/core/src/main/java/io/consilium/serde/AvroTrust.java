package io.consilium.serde;

import org.apache.avro.util.ClassSecurityValidator;

/**
 * Tells Avro (1.12.2 and newer) that our generated records may be loaded; without that even their builders fail. Serdes
 * see to it themselves; a program that makes records before it makes serdes does so at its start.
 */
public final class AvroTrust {
    static {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.DEFAULT, type -> type.getPackageName().equals("io.consilium.record")));
    }

    private AvroTrust() {}

    /** Runs the static block above, once for the process. */
    public static void ensure() {}
}
