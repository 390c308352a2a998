package io.consilium.department;

import java.net.URI;

/** A model under a name, as departments.yaml lists it. */
public sealed interface DoctorSpec {
    /** The name that seats, requests and answers use. */
    String name();

    /** A checkpoint directory below the model root. */
    record Local(String name, String model) implements DoctorSpec {}

    /**
     * A model behind an OpenAI-compatible chat completions address.
     *
     * @param url base address, up to and including {@code /v1}
     * @param keyVariable environment variable that holds the key; empty for none
     */
    record Remote(String name, URI url, String model, String keyVariable) implements DoctorSpec {}
}
