package io.consilium.audit;

import io.consilium.record.Coordinates;
import io.consilium.topic.DeadLetters;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of records by where they lie; one bit each. Belongs to one thread. */
final class Places {
    private final Map<String, Map<Integer, BitSet>> bits = new TreeMap<>();

    static String words(Coordinates at) {
        return DeadLetters.key(at);
    }

    /** Whether it was not in the set before. */
    boolean add(Coordinates at) {
        BitSet partition = partition(at);
        int offset = Math.toIntExact(at.getOffset());
        boolean added = !partition.get(offset);
        partition.set(offset);
        return added;
    }

    boolean contains(Coordinates at) {
        return partition(at).get(Math.toIntExact(at.getOffset()));
    }

    List<Coordinates> without(Places others) {
        List<Coordinates> left = new ArrayList<>();
        bits.forEach((topic, partitions) -> partitions.forEach((partition, mine) -> mine.stream()
                .mapToObj(offset -> new Coordinates(topic, partition, (long) offset))
                .filter(at -> !others.contains(at))
                .forEach(left::add)));
        return left;
    }

    private BitSet partition(Coordinates at) {
        return bits.computeIfAbsent(at.getTopic(), topic -> new TreeMap<>())
                .computeIfAbsent(at.getPartition(), partition -> new BitSet());
    }
}
