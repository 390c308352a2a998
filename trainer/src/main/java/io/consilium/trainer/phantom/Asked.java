package io.consilium.trainer.phantom;

import java.util.List;

/**
 * A question as it is put.
 *
 * @param options in the order in which they are printed
 * @param answer the right one of the options
 */
public record Asked(String text, List<String> options, String answer) {

    public Asked {
        options = List.copyOf(options);
        if (!options.contains(answer)) {
            throw new IllegalArgumentException("The answer '" + answer + "' is none of the options " + options + ".");
        }
    }
}
