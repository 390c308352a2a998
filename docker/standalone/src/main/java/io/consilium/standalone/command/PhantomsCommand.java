package io.consilium.standalone.command;

import io.consilium.problem.ConfigurationException;
import io.consilium.trainer.phantom.CaseWriter;
import io.consilium.trainer.phantom.PhantomCase;
import io.consilium.trainer.phantom.PhantomCases;
import io.consilium.trainer.phantom.PhantomSeeds;
import io.consilium.trainer.phantom.PhantomSet;
import io.consilium.trainer.phantom.SpecialistPanel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "phantoms",
        description = "Writes cases about synthetic pictures whose findings are known: cases.jsonl and images/.",
        footer = {
            "",
            "Seeds from " + PhantomSeeds.EVALUATION_FROM
                    + " up are kept for evaluation: cases made with them are never used to train or to tune."
        })
public final class PhantomsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "SET",
            description = "in-domain: rad, slake, path; shifted: omni, mmmu; all questions, standard look: demo")
    private PhantomSet set;

    @Option(names = "--count", paramLabel = "N", required = true, description = "how many cases")
    private int count;

    @Option(
            names = "--seed",
            paramLabel = "S",
            required = true,
            description = "the same seed gives the same cases; from " + PhantomSeeds.EVALUATION_FROM
                    + " up for evaluation only")
    private long seed;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "a new or empty directory")
    private Path out;

    @Option(
            names = "--specialist",
            paramLabel = "DIR",
            description = "a checkpoint that gives opinions on each case: they are written beside it")
    private Path specialist;

    @Option(
            names = "--seats",
            paramLabel = "N",
            defaultValue = "3",
            description = "opinions a case (default: ${DEFAULT-VALUE})")
    private int seats;

    @Option(
            names = "--temperature",
            defaultValue = "1",
            description = "of the opinions; 0 is greedy (default: ${DEFAULT-VALUE})")
    private double temperature;

    private Output output;
    private int written;

    @Override
    public Integer call() {
        output = new Output(spec);
        if (count < 1) {
            throw new ConfigurationException("No cases can be written", List.of("--count " + count + ": at least 1"));
        }
        Stream<PhantomCase> cases = PhantomCases.stream(set, seed, count);
        if (specialist == null) {
            try (CaseWriter writer = CaseWriter.open(out)) {
                cases.forEach(about -> {
                    count(about);
                    writer.write(about);
                });
            }
        } else {
            try (SpecialistPanel panel = SpecialistPanel.open(specialist, seats, temperature);
                    CaseWriter writer = CaseWriter.open(out)) {
                panel.ask(cases, (about, opinions) -> {
                    count(about);
                    writer.write(about, opinions);
                });
            }
        }
        output.say("wrote " + count + " cases to " + out);
        return 0;
    }

    private void count(PhantomCase next) {
        written++;
        output.progress(written + " of " + count + ": " + next.id());
    }
}
