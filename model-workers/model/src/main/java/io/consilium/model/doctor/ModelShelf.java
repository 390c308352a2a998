package io.consilium.model.doctor;

import io.consilium.model.vlm.CheckpointException;
import io.consilium.model.weights.WeightsStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a model root and a weights store, each loaded once however many doctors speak through it. Safe for
 * threads; whoever asks first for a model loads it, those who ask meanwhile wait, and nobody else does.
 */
final class ModelShelf implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelShelf.class);

    private final Path root;
    private final WeightsStore store;
    private final Checkpoints checkpoints;
    private final CheckpointSearch search;
    private final Map<Path, CompletableFuture<Shelved>> shelved = new HashMap<>();

    ModelShelf(Path root, WeightsStore store, Checkpoints checkpoints) {
        this.root = root;
        this.store = store;
        this.checkpoints = checkpoints;
        this.search = new CheckpointSearch(root, checkpoints);
    }

    Path directory(String model) {
        return root.resolve(model);
    }

    /**
     * The checkpoint in the model's own directory.
     *
     * @throws CheckpointException when it cannot be loaded
     */
    Lease current(String model) {
        return lease(directory(model));
    }

    /**
     * A certain version of a model: from the store, in its own directory, or in any other below the root.
     *
     * @throws ModelGoneException when none holds it, or what does cannot be loaded
     */
    Lease pinned(String model, String version) {
        Path directory = loaded(version)
                .or(() -> store.find(version))
                .or(() -> search.find(version))
                .orElseThrow(() -> new ModelGoneException("No checkpoint in the weights store or below " + root
                        + " is version " + version + " of " + model
                        + "; bring it back or let the case be asked again."));
        Lease lease;
        try {
            lease = lease(directory);
        } catch (CheckpointException e) {
            throw new ModelGoneException(
                    "Version " + version + " of " + model + " cannot be loaded: " + e.getMessage(), e);
        }
        if (!lease.model().version().equals(version)) {
            String found = lease.model().version();
            lease.close();
            throw new ModelGoneException("Version " + version + " of " + model
                    + " was damaged or changed: what lies in " + directory + " is " + found + "; import it again.");
        }
        return lease;
    }

    /** Frees what is loaded, of another version, and idle. */
    void keepOnly(Set<String> versions) {
        List<LoadedModel> freed = new ArrayList<>();
        synchronized (this) {
            Iterator<CompletableFuture<Shelved>> all = shelved.values().iterator();
            while (all.hasNext()) {
                CompletableFuture<Shelved> one = all.next();
                boolean idle = one.isDone() && !one.isCompletedExceptionally() && one.join().users == 0;
                if (idle && !versions.contains(one.join().model.version())) {
                    freed.add(one.join().model);
                    all.remove();
                }
            }
        }
        freed.forEach(model -> {
            model.close();
            LOG.info("model={} version={} state=FREED", model.name(), model.version());
        });
    }

    private synchronized Optional<Path> loaded(String version) {
        return shelved.entrySet().stream()
                .filter(entry -> entry.getValue().isDone()
                        && !entry.getValue().isCompletedExceptionally()
                        && entry.getValue().join().model.version().equals(version))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private Lease lease(Path directory) {
        while (true) {
            CompletableFuture<Shelved> one = loading(directory);
            Shelved ready = join(one);
            synchronized (this) {
                if (shelved.get(directory) == one) { // it was not freed meanwhile
                    ready.users++;
                    return new Use(ready);
                }
            }
        }
    }

    private CompletableFuture<Shelved> loading(Path directory) {
        CompletableFuture<Shelved> mine = new CompletableFuture<>();
        synchronized (this) {
            CompletableFuture<Shelved> there = shelved.putIfAbsent(directory, mine);
            if (there != null) {
                return there;
            }
        }
        try {
            LoadedModel model = checkpoints.load(directory);
            LOG.info("model={} version={} state=LOADED directory={}", model.name(), model.version(), directory);
            mine.complete(new Shelved(model));
        } catch (RuntimeException | Error e) { // those who wait must not wait for ever
            synchronized (this) {
                shelved.remove(directory);
            }
            mine.completeExceptionally(e);
        }
        return mine;
    }

    private static Shelved join(CompletableFuture<Shelved> one) {
        try {
            return one.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException why ? why : e;
        }
    }

    @Override
    public synchronized void close() {
        shelved.values().stream()
                .filter(one -> one.isDone() && !one.isCompletedExceptionally())
                .forEach(one -> one.join().model.close());
        shelved.clear();
    }

    /** A loaded model and how many use it, which the shelf guards. */
    private static final class Shelved {
        private final LoadedModel model;
        private int users;

        private Shelved(LoadedModel model) {
            this.model = model;
        }
    }

    private final class Use implements Lease {
        private final Shelved shelved;
        private boolean closed;

        private Use(Shelved shelved) {
            this.shelved = shelved;
        }

        @Override
        public LoadedModel model() {
            return shelved.model;
        }

        @Override
        public void close() {
            synchronized (ModelShelf.this) {
                if (!closed) {
                    closed = true;
                    shelved.users--;
                }
            }
        }
    }
}
