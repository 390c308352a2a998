package io.consilium.trainer.starter;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;

/** The opinion that one who does not look would follow: that of all, of most, or else the first. */
record Consensus(String words, String answer) {

    /** @param opinions by seat, at least one */
    static Consensus of(List<String> opinions) {
        String first = opinions.get(0);
        if (new HashSet<>(opinions).size() == 1) {
            return new Consensus("the opinions agree on " + first, first);
        }
        for (String opinion : opinions) {
            if (2 * Collections.frequency(opinions, opinion) > opinions.size()) {
                return new Consensus("most opinions say " + opinion, opinion);
            }
        }
        return new Consensus("the first opinion says " + first, first);
    }
}
