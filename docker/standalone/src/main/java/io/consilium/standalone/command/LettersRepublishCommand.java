package io.consilium.standalone.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.problem.ConfigurationException;
import io.consilium.record.Republication;
import io.consilium.standalone.letters.Letter;
import io.consilium.standalone.letters.LetterBox;
import io.consilium.standalone.letters.Republisher;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "republish",
        description = "Sends the records of dead letters to their topics again, as they were, each once: what was sent"
                + " again before is left out, whoever did it.")
final class LettersRepublishCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LetterOptions options;

    @Option(names = "--by", required = true, description = "who sends them again")
    private String by;

    @Option(names = "--why", required = true, description = "what has changed, so that they may be of use now")
    private String why;

    @Option(names = "--again", description = "also what was sent again before")
    private boolean again;

    @Option(names = "--dry-run", description = "send nothing, say what would be sent")
    private boolean dryRun;

    private Output output;
    private int sent;
    private int left;

    @Override
    public Integer call() {
        if (!options.named()) {
            throw new ConfigurationException(
                    "No dead letters are named", List.of("--where is missing: such as --where reason=UNKNOWN_SCHEMA"));
        }
        output = new Output(spec);
        try (LetterBox box = options.open()) {
            if (dryRun) {
                each(box, letter -> say(letter, "would be sent to " + topic(letter)));
            } else {
                republish(box);
            }
        }
        if (!options.json()) {
            output.say((dryRun ? "Would send " : "Sent ") + sent + " records again; " + left + " were left out.");
        }
        return left == 0 ? 0 : Failures.INCOMPLETE;
    }

    /** The republisher is opened first: it shuts others out, so what is read after it is all that was sent. */
    private void republish(LetterBox box) {
        var reason = new Republisher.Reason(by, why);
        try (Republisher republisher = Republisher.open(
                options.connection().endpoints(), options.connection().serdes())) {
            each(box, letter -> {
                Republication told = republisher.send(letter, box.open(letter), reason, Instant.now());
                say(letter, "sent again " + LetterView.line(told));
            });
        }
    }

    private interface Sending {
        void send(Letter letter);
    }

    private void each(LetterBox box, Sending sending) {
        Set<String> topics = box.topics();
        Set<String> met = new HashSet<>();
        for (Letter letter : options.meant(box)) {
            if (!met.add(letter.id())) {
                continue; // two applications could not use the same record: it is sent once
            }
            if (letter.republished() && !again) {
                left++;
                say(
                        letter,
                        "left out, was sent again before "
                                + LetterView.line(letter.republications().get(0)));
            } else if (!topics.contains(topic(letter))) {
                left++;
                say(letter, "left out, there is no topic " + topic(letter) + " (any more), or you may not write it");
            } else {
                sending.send(letter);
                sent++;
            }
        }
    }

    private static String topic(Letter letter) {
        return letter.about().getAt().getTopic();
    }

    private void say(Letter letter, String what) {
        if (options.json()) {
            ObjectNode view = LetterView.json(letter);
            output.json(view.put("done", what));
        } else {
            output.say(letter.id() + ": " + what);
        }
    }
}
