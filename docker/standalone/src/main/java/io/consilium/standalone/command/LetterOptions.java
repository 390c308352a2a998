package io.consilium.standalone.command;

import io.consilium.standalone.letters.Letter;
import io.consilium.standalone.letters.LetterBox;
import io.consilium.standalone.letters.Where;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the dead letters lie, which of them are meant, and how they are shown. */
final class LetterOptions {
    /** Longer than the transactions of the service may stay open. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Mixin
    private Connection connection;

    @Option(
            names = "--where",
            paramLabel = "WORD=VALUE",
            description = "reason, topic, source, application, case, id, since and until (times of the last failure);"
                    + " all words must fit, and of one word's values any")
    private List<String> where = new ArrayList<>();

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    Connection connection() {
        return connection;
    }

    boolean json() {
        return json;
    }

    /** Whether any letters are named. */
    boolean named() {
        return !where.isEmpty();
    }

    LetterBox open() {
        return LetterBox.open(connection.endpoints(), connection.serdes(), PATIENCE);
    }

    List<Letter> meant(LetterBox box) {
        Where wanted = Where.parse(where);
        return box.letters().stream().filter(wanted::fits).toList();
    }
}
