package io.consilium.model.vlm;

/** Why a completion ended. */
public enum FinishReason {
    /** The model produced one of its end tokens. */
    STOP,
    /** The allowed number of new tokens was reached. */
    LENGTH
}
