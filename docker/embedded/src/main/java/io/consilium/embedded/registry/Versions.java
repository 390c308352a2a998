package io.consilium.embedded.registry;

import java.util.List;

/** Finds a version as callers name it: by number, or "latest" (also "-1"). */
record Versions(String subject, List<SchemaVersion> all) {

    static Versions of(SchemaStore store, String subject) {
        return new Versions(subject, store.versions(subject));
    }

    /** The versions on offer. */
    List<SchemaVersion> offered(boolean deletedToo) {
        List<SchemaVersion> offered =
                all.stream().filter(version -> deletedToo || !version.deleted()).toList();
        if (offered.isEmpty()) {
            throw RegistryError.subjectNotFound(subject);
        }
        return offered;
    }

    SchemaVersion get(String name, boolean deletedToo) {
        if (name.equals("latest") || name.equals("-1")) {
            List<SchemaVersion> offered = offered(deletedToo);
            return offered.get(offered.size() - 1);
        }
        int number = number(name);
        return offered(deletedToo).stream()
                .filter(version -> version.version() == number)
                .findFirst()
                .orElseThrow(() -> RegistryError.versionNotFound(name));
    }

    private static int number(String name) {
        try {
            int number = Integer.parseInt(name);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // the same answer as for a number that is none of a version
        }
        throw RegistryError.invalidVersion(name);
    }
}
