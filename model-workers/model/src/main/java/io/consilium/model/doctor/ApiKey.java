package io.consilium.model.doctor;

/** A secret that is sent and never shown. */
record ApiKey(String variable, String value) {
    static final ApiKey NONE = new ApiKey("", "");

    /** Whether it may stand in a header: visible ASCII characters. */
    static boolean sendable(String value) {
        return value.matches("[!-~]+");
    }

    boolean present() {
        return !value.isEmpty();
    }

    @Override
    public String toString() {
        return variable.isEmpty() ? "no key" : "the key in " + variable;
    }
}
