package io.consilium.trainer.gate;

import java.util.List;

/**
 * Whether a candidate may take the champion's place.
 *
 * @param reasons why not, or why although: what was refused and who let it through; empty where nothing was to be said
 */
public record Decision(boolean passed, List<String> reasons, Evidence evidence) {
    public Decision {
        reasons = List.copyOf(reasons);
    }
}
