package io.consilium.model.vlm;

import java.util.concurrent.BlockingQueue;

/**
 * One thread of a generator with rows of its own. Lanes share the queue: a lane takes its share of what waits whenever it has
 * free rows. It ends when the generator closes or its own start fails, and then leaves nobody waiting in it.
 */
final class Lane implements Runnable {
    private final VisionLanguageModel model;
    private final Plan plan;
    private final BlockingQueue<PromptGroup> inbox;

    /**
     * @param slots rows of this lane
     * @param lanes how many share the queue
     * @param threads for one operation
     */
    record Plan(
            int slots, int maxLength, int lanes, int threads, int drafts, java.util.function.BooleanSupplier closed) {}

    Lane(VisionLanguageModel model, Plan plan, BlockingQueue<PromptGroup> inbox) {
        this.model = model;
        this.plan = plan;
        this.inbox = inbox;
    }

    @Override
    public void run() {
        try (GenerationLoop loop =
                new GenerationLoop(model, plan.slots(), plan.maxLength(), plan.threads(), plan.drafts())) {
            while (!plan.closed().getAsBoolean()) {
                if (loop.isIdle()) {
                    accept(loop, inbox.take());
                }
                receive(loop);
                loop.step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes at most this lane's share of the queue, and no more than it has rows for. */
    private void receive(GenerationLoop loop) {
        int share = (inbox.size() + plan.lanes() - 1) / plan.lanes();
        for (int i = 0; i < share && loop.hasRoom(); i++) {
            PromptGroup group = inbox.poll();
            if (group == null) {
                return;
            }
            accept(loop, group);
        }
    }

    private void accept(GenerationLoop loop, PromptGroup group) {
        if (group.prepare(plan.maxLength())) {
            loop.add(group.members());
        }
    }
}
