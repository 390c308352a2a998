package io.consilium.model.vlm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/**
 * Answers prompts with one model in a batch that requests join and leave at every token. Owns its threads; all methods may be
 * called from any thread. A request that fails fails only its own future; cancelling a future frees its slot. Futures complete
 * on a generator thread: chain longer work with the {@code Async} methods.
 *
 * <p>A small model gives each thread a lane of its own: rows, cache and one-threaded arithmetic, since splitting operations of
 * microseconds over threads costs more than it brings. A large model has one lane, whose operations use all threads.
 */
public final class Generator implements AutoCloseable {
    private static final int DEFAULT_LENGTH = 4_096;

    private final VisionLanguageModel model;
    private final GeneratorSettings settings;
    private final BlockingQueue<PromptGroup> inbox = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;
    private int running;

    public Generator(VisionLanguageModel model, GeneratorSettings settings) {
        this.model = model;
        this.settings = settings;
        int lanes = model.isSmall() ? Math.min(settings.threads(), settings.slots()) : 1;
        int threadsEach = model.isSmall() ? 1 : settings.threads();
        int wanted = settings.maxLength() == 0 ? DEFAULT_LENGTH : settings.maxLength();
        int length = Math.min(wanted, model.maxLength());
        running = lanes;
        for (int i = 0; i < lanes; i++) {
            int slots = settings.slots() / lanes + (i < settings.slots() % lanes ? 1 : 0);
            Lane lane = new Lane(
                    model, new Lane.Plan(slots, length, lanes, threadsEach, settings.drafts(), () -> closed), inbox);
            Thread thread = new Thread(() -> run(lane), "generator-" + model.name() + "-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /** Queues one request; failures of its pictures and text reach only the future. */
    public CompletableFuture<Completion> submit(ChatPrompt prompt, Sampling sampling) {
        return submitGroup(prompt, List.of(sampling)).get(0);
    }

    /** Queues several replies to one prompt, whose own computation is done once. */
    public List<CompletableFuture<Completion>> submitGroup(ChatPrompt prompt, List<Sampling> members) {
        return submit(() -> model.prepare(prompt), members);
    }

    /** The prompt is made on a generator thread. */
    List<CompletableFuture<Completion>> submit(Supplier<PreparedPrompt> prompt, List<Sampling> members) {
        PromptGroup group = new PromptGroup(prompt, members);
        offer(group);
        return group.members().stream().map(Request::future).toList();
    }

    private synchronized void offer(PromptGroup group) {
        if (closed) {
            group.fail(new IllegalStateException("The generator is closed."));
        } else {
            inbox.add(group);
        }
    }

    /** How many requests are computed together. */
    public int slots() {
        return settings.slots();
    }

    private void run(Lane lane) {
        try {
            lane.run();
        } finally {
            ended();
        }
    }

    /** Whatever ended the last lane, nobody is left waiting. */
    private synchronized void ended() {
        running--;
        if (running == 0) {
            closed = true;
            RuntimeException reason =
                    new IllegalStateException("The generator was closed before the reply was finished.");
            inbox.forEach(group -> group.fail(reason));
            inbox.clear();
        }
    }

    /** Stops after the current token; requests that are not finished complete exceptionally. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            threads.forEach(Thread::interrupt);
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
