package io.consilium.topic;

/** Who writes and reads topics. Each has a principal of its own; a source has one a registered system. */
public enum Application {
    SOURCE("source"),
    CLINICIAN("clinician"),
    INTAKE("intake"),
    JOURNEY("journey"),
    FEEDBACK("feedback"),
    WORKER("worker"),
    TRAINER("trainer"),
    /** Decides about model versions. */
    OPERATOR("operator"),
    /** Looks after dead letters. */
    STEWARD("steward"),
    REGISTRY("registry"),
    AUDITOR("auditor");

    /** What the names of all our principals begin with. */
    public static final String PREFIX = "consilium-";

    private final String id;

    Application(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** The name of its principal; what it calls its own on the broker (groups, internal topics, transactions) begins so. */
    public String principal() {
        return PREFIX + id;
    }
}
