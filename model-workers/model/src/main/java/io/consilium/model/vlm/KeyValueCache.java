package io.consilium.model.vlm;

import io.consilium.model.tensor.ElementType;
import io.consilium.model.tensor.Scope;
import io.consilium.model.tensor.Script;
import io.consilium.model.tensor.Tensor;
import io.consilium.model.tensor.TensorList;
import java.util.List;

/**
 * Keys and values of every layer for a fixed number of rows. Starts zeroed and doubles its capacity up to the longest request allowed. Owned by one thread.
 */
final class KeyValueCache implements AutoCloseable {
    private static final int FIRST_CAPACITY = 256;

    private final Script script;
    private final TextConfig text;
    private final ElementType type;
    private final int rows;
    private final int limit;
    private Scope scope = Scope.open();
    private TensorList layers;
    private int capacity;

    /** The first {@code length} positions of one row, kept apart for replies that start later. */
    record Prefix(Scope scope, TensorList layers, int length) {}

    KeyValueCache(Network network, ElementType type, int rows, int limit) {
        script = network.script();
        text = network.config().text();
        this.type = type;
        this.rows = rows;
        this.limit = limit;
        capacity = Math.min(FIRST_CAPACITY, limit);
        layers = empty(scope, rows, capacity);
    }

    private TensorList empty(Scope owner, int count, int length) {
        List<Tensor> tensors = script.tensors(
                owner, "cache", text.layers(), count * text.keyValueHeads(), length, text.headSize(), type.code());
        return owner.list(tensors);
    }

    /** One {@code [2, rows·heads, capacity, headSize]} per layer. */
    TensorList layers() {
        return layers;
    }

    int capacity() {
        return capacity;
    }

    /** Makes room for rows of this length; true where the memory moved. */
    boolean ensure(int length) {
        if (length <= capacity) {
            return false;
        }
        int wanted = capacity;
        while (wanted < length) {
            wanted = Math.min(2 * wanted, limit);
        }
        Scope next = Scope.open();
        TensorList grown = empty(next, rows, wanted);
        copy(layers, 0, grown, 0, rows, capacity);
        scope.close();
        scope = next;
        layers = grown;
        capacity = wanted;
        return true;
    }

    void copyRow(int from, int to, int length) {
        copy(layers, from, layers, to, 1, length);
    }

    Prefix save(int row, int length) {
        Scope owner = Scope.open();
        Prefix prefix = new Prefix(owner, empty(owner, 1, length), length);
        copy(layers, row, prefix.layers, 0, 1, length);
        return prefix;
    }

    void restore(Prefix prefix, int row) {
        copy(prefix.layers, 0, layers, row, 1, prefix.length);
    }

    private void copy(TensorList source, int row, TensorList target, int to, int count, int length) {
        script.effect("copy_row", source, row, target, to, count, text.keyValueHeads(), length);
    }

    @Override
    public void close() {
        scope.close();
    }
}
