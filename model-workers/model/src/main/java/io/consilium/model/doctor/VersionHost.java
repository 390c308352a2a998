package io.consilium.model.doctor;

import java.util.Optional;
import java.util.Set;

/** Where model versions are loaded, tried and freed while others answer. Safe for threads. */
public interface VersionHost {
    /** For doctors that can be every version without loading anything. */
    VersionHost NOTHING_TO_LOAD = new VersionHost() {
        @Override
        public Optional<String> prepare(String doctor, String version) {
            return Optional.empty();
        }

        @Override
        public void keepOnly(Set<String> versions) {}
    };

    /**
     * Loads a version of a doctor's model beside those that are loaded, and asks it real prompts of the doctor's roles.
     *
     * @return why it cannot serve: it cannot be loaded, or answers out of format; empty when it can
     */
    Optional<String> prepare(String doctor, String version);

    /** Frees what is loaded and not of these versions, unless somebody uses it: that is freed by a later call. */
    void keepOnly(Set<String> versions);
}
