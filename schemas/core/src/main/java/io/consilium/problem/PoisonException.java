package io.consilium.problem;

/** This record is bad: it goes to the dead letters and work goes on. */
public final class PoisonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * @param code a short constant for programs, such as {@code UNKNOWN_SCHEMA}
     * @param reason for people: what is wrong and what to do
     */
    public PoisonException(String code, String reason) {
        super(reason);
        this.code = code;
    }

    public PoisonException(String code, String reason, Throwable cause) {
        super(reason, cause);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
