package io.consilium.standalone.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.record.SampleSplit;
import io.consilium.trainer.sample.Difficulty;
import io.consilium.trainer.sample.Sample;
import io.consilium.trainer.sample.SampleFile;
import io.consilium.trainer.sample.SampleRange;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "samples",
        description =
                "Shows what lies in a range of the samples topic, and what was corrected in it; --out writes it as"
                        + " JSON lines to train with.")
public final class SamplesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SampleOptions topic;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:9092",
            description = "Kafka address (default: ${DEFAULT-VALUE})")
    private String bootstrap;

    @Option(names = "--out", paramLabel = "FILE", description = "write the samples there; pictures stay in the store")
    private Path out;

    @Option(names = "--json", description = "one JSON object")
    private boolean json;

    @Override
    public Integer call() {
        Output output = new Output(spec);
        SampleRange range = topic.read(bootstrap, topic.range(bootstrap));
        SampleFile samples = range.samples(topic.images());
        if (out != null) {
            OwnersFile.write(out, (String.join("\n", range.lines()) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        ObjectNode view = view(range, samples);
        if (json) {
            output.json(view);
        } else {
            say(range, view, output);
        }
        return 0;
    }

    private static ObjectNode view(SampleRange range, SampleFile samples) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("range", range.range().toString());
        view.put("samples", samples.samples().size());
        view.put("hash", samples.hash());
        ObjectNode splits = view.putObject("splits");
        for (SampleSplit split : SampleSplit.values()) {
            splits.put(
                    split.name().toLowerCase(Locale.ROOT),
                    samples.samples().stream()
                            .filter(sample ->
                                    sample.split().filter(split::equals).isPresent())
                            .count());
        }
        ObjectNode difficulties = view.putObject("difficulties");
        for (Difficulty difficulty : Difficulty.values()) {
            difficulties.put(difficulty.word(), count(samples.samples(), difficulty));
        }
        ArrayNode corrections = view.putArray("corrections");
        range.corrections().forEach(corrections::add);
        return view;
    }

    private static long count(List<Sample> samples, Difficulty difficulty) {
        return samples.stream()
                .filter(sample -> sample.difficulty().filter(difficulty::equals).isPresent())
                .count();
    }

    private void say(SampleRange range, ObjectNode view, Output output) {
        output.say(
                view.path("samples").asText() + " samples of " + range.range().options());
        output.say("  splits " + view.path("splits") + "  difficulties " + view.path("difficulties"));
        output.say("  hash " + view.path("hash").asText());
        range.corrections().forEach(correction -> output.say("  " + correction));
        if (out != null) {
            output.say("written to " + out);
        }
    }
}
