package io.consilium.topic;

/** Who writes and reads topics; the name is the principal that access rules will speak of. */
public enum Application {
    SOURCE("source"),
    CLINICIAN("clinician"),
    INTAKE("intake"),
    JOURNEY("journey"),
    FEEDBACK("feedback"),
    WORKER("worker"),
    TRAINER("trainer"),
    PUBLISHER("publisher"),
    REGISTRY("registry"),
    AUDITOR("auditor");

    private final String id;

    Application(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
