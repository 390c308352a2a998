package io.consilium.trainer.run;

import java.util.Set;

/** The words of events.jsonl that programs understand; a run may tell other events too. */
final class RunEvents {
    static final String STEP = "step";
    static final String TIME = "time";
    static final String KIND = "event";
    static final String STAGE = "stage";
    static final String SAMPLES = "samples";
    static final String REASON = "reason";

    static final String STARTED = "started";
    static final String RESUMED = "resumed";
    static final String DAMAGED = "checkpoint_damaged";
    static final String STAGE_STARTED = "stage_started";
    static final String STAGE_ENDED = "stage_ended";
    static final String ENDED = "ended";

    /** What happened to the run itself: going back to a checkpoint does not undo it. */
    static final Set<String> HISTORY = Set.of(STARTED, RESUMED, DAMAGED);

    private RunEvents() {}
}
