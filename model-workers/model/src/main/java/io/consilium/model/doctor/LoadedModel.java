package io.consilium.model.doctor;

import io.consilium.model.vlm.ChatPrompt;
import io.consilium.model.vlm.Completion;
import io.consilium.model.vlm.Sampling;
import java.util.concurrent.CompletableFuture;

/** A checkpoint that answers prompts. Safe for threads; owned by the shelf, which closes it. */
interface LoadedModel extends AutoCloseable {
    String name();

    /** Content hash of the checkpoint. */
    String version();

    /** Pictures and text are prepared in the calling thread; cancelling the future gives the computation up. */
    CompletableFuture<Completion> submit(ChatPrompt prompt, Sampling sampling);

    @Override
    void close();
}
