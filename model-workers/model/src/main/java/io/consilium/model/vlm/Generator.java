package io.consilium.model.vlm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Answers prompts with one model in a batch that requests join and leave at every token. Owns one thread; all methods may be
 * called from any thread. A request that fails fails only its own future; cancelling a future frees its slot. Futures complete
 * on the generator's thread: chain longer work with the {@code Async} methods.
 */
public final class Generator implements AutoCloseable {
    private static final int DEFAULT_LENGTH = 4_096;

    private final VisionLanguageModel model;
    private final GeneratorSettings settings;
    private final int maxLength;
    private final BlockingQueue<List<Request>> inbox = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    public Generator(VisionLanguageModel model, GeneratorSettings settings) {
        this.model = model;
        this.settings = settings;
        int wanted = settings.maxLength() == 0 ? DEFAULT_LENGTH : settings.maxLength();
        maxLength = Math.min(wanted, model.maxLength());
        thread = new Thread(this::run, "generator-" + model.name());
        thread.setDaemon(true);
        thread.start();
    }

    /** Queues one request; pictures and text are prepared in the calling thread. */
    public CompletableFuture<Completion> submit(ChatPrompt prompt, Sampling sampling) {
        return submitGroup(prompt, List.of(sampling)).get(0);
    }

    /** Queues several replies to one prompt, whose own computation is done once. */
    public List<CompletableFuture<Completion>> submitGroup(ChatPrompt prompt, List<Sampling> members) {
        long queued = System.nanoTime();
        List<CompletableFuture<Completion>> futures = new ArrayList<>();
        members.forEach(member -> futures.add(new CompletableFuture<>()));
        try {
            PromptGroup group = new PromptGroup(model.prepare(prompt), members.size());
            List<Request> requests = new ArrayList<>();
            for (int i = 0; i < members.size(); i++) {
                checkLength(group.prompt().length(), members.get(i).maxNewTokens());
                requests.add(new Request(group, members.get(i), futures.get(i), queued));
            }
            offer(requests);
        } catch (RuntimeException e) {
            futures.forEach(future -> future.completeExceptionally(e));
        }
        return List.copyOf(futures);
    }

    private void checkLength(int prompt, int reply) {
        if ((long) prompt + reply > maxLength) {
            throw new PromptException("The prompt has " + prompt + " tokens and the reply may have " + reply
                    + "; together they may have " + maxLength + ". Shorten the text or send smaller pictures.");
        }
    }

    private synchronized void offer(List<Request> requests) {
        if (closed) {
            throw new IllegalStateException("The generator is closed.");
        }
        inbox.add(requests);
    }

    /** How many requests are computed together. */
    public int slots() {
        return settings.slots();
    }

    private void run() {
        try (GenerationLoop loop = new GenerationLoop(model, settings, maxLength)) {
            while (!closed) {
                if (loop.isIdle()) {
                    loop.add(inbox.take());
                }
                receive(loop);
                loop.step();
            }
            receive(loop);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            refuseRest();
        }
    }

    private void receive(GenerationLoop loop) {
        List<List<Request>> arrived = new ArrayList<>();
        inbox.drainTo(arrived);
        arrived.forEach(loop::add);
    }

    /** Whatever ended the thread, nobody is left waiting. */
    private synchronized void refuseRest() {
        closed = true;
        RuntimeException reason = new IllegalStateException("The generator has stopped.");
        inbox.forEach(requests -> requests.forEach(request -> request.future().completeExceptionally(reason)));
        inbox.clear();
    }

    /** Stops after the current token; requests that are not finished complete exceptionally. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            inbox.add(List.of());
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
