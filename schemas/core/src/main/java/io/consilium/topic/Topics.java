package io.consilium.topic;

import io.consilium.department.Department;
import io.consilium.department.Seat;

/** The names of all topics; nobody else spells one. */
public final class Topics {
    public static final String CASES = "cases";
    public static final String CASES_ACCEPTED = "cases.accepted";
    public static final String TRIAGE_ANSWERS = "triage.answers";
    public static final String OPINIONS = "opinions";
    public static final String ATTENDING_ANSWERS = "attending.answers";
    public static final String VERDICTS = "verdicts";
    public static final String OUTCOMES = "outcomes";
    public static final String SAMPLES = "samples";
    public static final String JOURNAL = "journal";
    public static final String DEAD_LETTERS = "dead-letters";
    public static final String MODELS = "models";
    public static final String POLICIES = "policies";

    /** The schema registry's own; not in the catalogue, since the registry makes it. */
    public static final String SCHEMAS = "_schemas";

    private Topics() {}

    public static String triageRequests(Lane lane) {
        return "triage.requests" + lane.suffix();
    }

    public static String attendingRequests(Lane lane) {
        return "attending.requests" + lane.suffix();
    }

    public static String consults(Department department, Seat seat, Lane lane) {
        return consults(department.name(), seat.pool(), lane);
    }

    /** @param pool empty for the department's own topic */
    public static String consults(String department, String pool, Lane lane) {
        String slug = Department.slug(department);
        return "consults." + slug + (pool.isEmpty() ? "" : "." + pool) + lane.suffix();
    }

    public static String replies(String source) {
        return "replies." + source;
    }
}
