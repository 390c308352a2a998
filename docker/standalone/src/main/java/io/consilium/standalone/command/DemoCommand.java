package io.consilium.standalone.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.standalone.demo.Demo;
import io.consilium.standalone.service.Endpoints;
import io.consilium.standalone.service.Home;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description =
                "Runs the whole service in this process, publishes the bundled cases and shows their verdicts. With"
                        + " --bootstrap the cases go to a service that runs elsewhere.")
public final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--cases",
            paramLabel = "N",
            defaultValue = "70",
            description = "how many cases (default: all ${DEFAULT-VALUE})")
    private int cases;

    @Option(names = "--keep", paramLabel = "DIR", description = "keep the data there, for 'consilium up --data DIR'")
    private Path keep;

    @Option(
            names = "--json",
            description = "one JSON object a case: case_id, department, opinions, verdict, correct, ms")
    private boolean json;

    @Mixin
    private KafkaOptions elsewhere;

    @Override
    public Integer call() {
        if (cases < 1) {
            throw new ParameterException(spec.commandLine(), "--cases must be at least 1");
        }
        Output output = new Output(spec);
        Demo demo = new Demo(Home.find(), output::progress, output::remark);
        Consumer<ObjectNode> line = json ? output::json : ignored -> {};
        Consumer<String> text = json ? ignored -> {} : output::say;
        boolean complete = spec.commandLine().getParseResult().hasMatchedOption("--bootstrap")
                ? demo.runAt(endpoints(), elsewhere.serdes(), cases, line, text)
                : demo.run(cases, Optional.ofNullable(keep), line, text);
        return complete ? 0 : Failures.INCOMPLETE;
    }

    private Endpoints endpoints() {
        return new Endpoints(elsewhere.reached(), elsewhere.registry(), "");
    }
}
