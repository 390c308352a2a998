package io.consilium.department;

import java.net.URI;

/** A model under a name, as departments.yaml lists it. */
public sealed interface DoctorSpec {
    /** The name that seats, requests and answers use. */
    String name();

    /** The most tokens that it may say in one reply. */
    int replyTokens();

    /** A checkpoint directory below the model root. */
    record Local(String name, String model, int replyTokens) implements DoctorSpec {
        /** Enough for the starters, which think in few words. */
        static final int REPLY_TOKENS = 64;
    }

    /**
     * A model behind an OpenAI-compatible chat completions address.
     *
     * @param url base address, up to and including {@code /v1}
     * @param keyVariable environment variable that holds the key; empty for none
     */
    record Remote(String name, URI url, String model, String keyVariable, int replyTokens) implements DoctorSpec {
        static final int REPLY_TOKENS = 1_024;
    }
}
