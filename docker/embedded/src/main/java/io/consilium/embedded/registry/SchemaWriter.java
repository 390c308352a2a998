package io.consilium.embedded.registry;

import io.consilium.problem.TransientException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Changes the registry one at a time: what is decided in turn is decided on everything that was written before. A
 * change is in the store only when it is safe in the topic.
 */
final class SchemaWriter {
    private final SchemaLog log;
    private final SchemaStore store;
    private boolean behind = true;

    SchemaWriter(SchemaLog log, SchemaStore store) {
        this.log = log;
        this.store = store;
    }

    synchronized <T> T inTurn(Supplier<T> work) {
        catchUp();
        return work.get();
    }

    /** Only to be called in turn. */
    synchronized void write(List<Change> changes) {
        behind = true;
        try {
            if (log.append(changes)) {
                changes.forEach(store::apply);
                behind = false;
            }
        } catch (TransientException e) {
            throw RegistryError.storeFailed(e.getMessage());
        }
        catchUp();
    }

    private void catchUp() {
        if (!behind) {
            return;
        }
        try {
            log.readNew(store::apply);
            behind = false;
        } catch (TransientException e) {
            throw RegistryError.storeFailed(e.getMessage());
        }
    }
}
