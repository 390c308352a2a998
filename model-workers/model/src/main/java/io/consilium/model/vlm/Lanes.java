package io.consilium.model.vlm;

import io.consilium.model.tensor.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * Threads that work side by side, each with one-threaded operations: for models so small that splitting one operation over
 * threads costs more than it brings. Which lane does what is fixed, results keep their order.
 */
final class Lanes implements AutoCloseable {
    private final int count;
    private final ExecutorService threads;

    Lanes(int count, String name) {
        this.count = count;
        threads = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    int count() {
        return count;
    }

    /** The work for 0 to n - 1; lane l does l, l + count, …. A failure of any is thrown when all have ended. */
    <T> List<T> each(int n, IntFunction<T> work) {
        List<Future<List<T>>> running = new ArrayList<>();
        for (int lane = 0; lane < count; lane++) {
            int first = lane;
            running.add(threads.submit(() -> part(first, n, work)));
        }
        List<List<T>> parts = running.stream().map(Lanes::await).toList();
        List<T> all = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            all.add(parts.get(i % count).get(i / count));
        }
        return all;
    }

    private <T> List<T> part(int first, int n, IntFunction<T> work) {
        Torch.threads(1);
        List<T> results = new ArrayList<>();
        for (int i = first; i < n; i += count) {
            results.add(work.apply(i));
        }
        return results;
    }

    private static <T> T await(Future<T> running) {
        try {
            return running.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted at work.", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
