package io.consilium.standalone.command;

import io.consilium.standalone.letters.Letter;
import io.consilium.standalone.letters.LetterBox;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "list", description = "Lists dead letters, the oldest first; all of them without --where.")
final class LettersListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LetterOptions options;

    @Override
    public Integer call() {
        Output output = new Output(spec);
        List<Letter> letters;
        try (LetterBox box = options.open()) {
            letters = options.meant(box);
        }
        if (options.json()) {
            letters.forEach(letter -> output.json(LetterView.json(letter)));
            return 0;
        }
        if (!letters.isEmpty()) {
            output.say(LetterView.head());
        }
        letters.forEach(letter -> output.say(LetterView.line(letter)));
        long again = letters.stream().filter(Letter::republished).count();
        output.say(letters.size() + " dead letters; " + again + " were sent again.");
        return 0;
    }
}
