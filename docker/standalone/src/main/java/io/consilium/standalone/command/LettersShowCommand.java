package io.consilium.standalone.command;

import io.consilium.problem.ConfigurationException;
import io.consilium.record.DeadLetter;
import io.consilium.standalone.letters.Letter;
import io.consilium.standalone.letters.LetterBox;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "show", description = "Shows what is known of a dead letter; its record's bytes only into a file.")
final class LettersShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LetterOptions options;

    @Parameters(paramLabel = "LETTER", description = "topic-partition-offset of the record, as list shows it")
    private String id;

    @Option(
            names = "--raw-to",
            paramLabel = "FILE",
            description = "write the record's value there as it was: patient data, for the file's owner only")
    private Path raw;

    @Override
    public Integer call() {
        Output output = new Output(spec);
        try (LetterBox box = options.open()) {
            List<Letter> found = options.meant(box).stream()
                    .filter(letter -> letter.id().equals(id))
                    .toList();
            if (found.isEmpty()) {
                throw new ConfigurationException(
                        "The dead letter is not known",
                        List.of("there is none of '" + id + "': see 'consilium dead-letters list'"));
            }
            if (raw != null) {
                OwnersFile.write(raw, value(box.open(found.get(0))));
                output.remark("Wrote the record's value to " + raw + ": patient data.");
            }
            for (Letter letter : found) {
                if (options.json()) {
                    output.json(LetterView.json(letter));
                } else {
                    output.say(LetterView.text(letter));
                }
            }
        }
        return 0;
    }

    private static byte[] value(DeadLetter letter) {
        ByteBuffer value = letter.getValue().orElse(ByteBuffer.allocate(0));
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        return bytes;
    }
}
