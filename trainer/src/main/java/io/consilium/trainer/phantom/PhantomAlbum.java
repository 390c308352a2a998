package io.consilium.trainer.phantom;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.SplittableRandom;

/**
 * Phantoms of all departments in turn, each drawn when it is asked for and kept nowhere: thousands take no memory. The same
 * seed, index and look give the same phantom. Threadsafe.
 */
public final class PhantomAlbum extends AbstractList<Phantom> implements RandomAccess {
    private final long seed;
    private final int size;
    private final Look look;

    public PhantomAlbum(long seed, int size, Look look) {
        if (size < 0) {
            throw new IllegalArgumentException("An album has 0 phantoms or more, not " + size + ".");
        }
        this.seed = seed;
        this.size = size;
        this.look = look;
    }

    @Override
    public Phantom get(int index) {
        Objects.checkIndex(index, size);
        Kind kind = Kind.values()[index % Kind.values().length];
        return PhantomPainter.draw(new SplittableRandom(PhantomSeeds.derive("phantom", seed, index)), kind, look);
    }

    @Override
    public int size() {
        return size;
    }
}
