package io.consilium.serde;

import org.apache.avro.util.ClassSecurityValidator;

/** Tells Avro (1.12.2 and newer) that our generated records may be loaded; once for the process. */
final class AvroTrust {
    static {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.DEFAULT, type -> type.getPackageName().equals("io.consilium.record")));
    }

    private AvroTrust() {}

    /** Runs the static block above. */
    static void ensure() {}
}
