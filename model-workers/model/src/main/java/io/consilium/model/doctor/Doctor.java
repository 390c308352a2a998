package io.consilium.model.doctor;

import io.consilium.record.Answer;
import io.consilium.record.FailureKind;
import java.util.concurrent.CompletableFuture;

/**
 * Answers requests through one model. Safe for threads; many requests may be open at a time.
 *
 * <p>The same request gets the same answer from a local checkpoint as long as it is computed alone; sampling follows the
 * request's own seed.
 */
public interface Doctor {

    /** The name that seats, requests and answers use. */
    String name();

    /**
     * Asks the model. Pictures and text are prepared in the calling thread, so the call itself may take a while.
     *
     * <p>What goes wrong with one request is an answer too: one that carries a failure. The future completes
     * exceptionally only through a defect. A request that is past its deadline is answered
     * {@link FailureKind#TIMED_OUT} without running the model. Cancelling the future gives up the computation.
     */
    CompletableFuture<Answer> answer(Delivery delivery);
}
