package io.consilium.standalone.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.consilium.model.weights.WeightsStore;
import io.consilium.problem.ConfigurationException;
import io.consilium.standalone.service.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "prune",
        description =
                "Removes the weights of versions that no role has used for a while from the store. What has an alias, or"
                        + " would be rolled back to, stays; so does every version's history.")
final class ModelPruneCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelLog models;

    @Option(
            names = "--weights",
            paramLabel = "WHERE",
            required = true,
            description = "the service's weights store, such as file:DIR (of 'up': its data directory's models)")
    private String weights;

    @Option(
            names = "--unused-for",
            paramLabel = "DAYS",
            defaultValue = "30",
            description = "longer than any case may be open (default: ${DEFAULT-VALUE})")
    private int days;

    @Option(names = "--dry-run", description = "only says what would be removed")
    private boolean dryRun;

    @Override
    public Integer call() {
        if (days < 1) {
            throw new ConfigurationException(
                    "Nothing can be removed", List.of("--unused-for must be at least 1: open cases may need the rest"));
        }
        Output output = new Output(spec);
        WeightsStore store = Stores.weights(weights);
        Set<String> removable =
                models.use(log -> log.now().removable(Instant.now().minus(Duration.ofDays(days))));
        List<String> gone = removable.stream()
                .filter(version -> dryRun ? store.find(version).isPresent() : store.remove(version))
                .toList();
        for (String version : gone) {
            if (models.json()) {
                output.json(JsonNodeFactory.instance
                        .objectNode()
                        .put("version", version)
                        .put("removed", !dryRun));
            } else {
                output.say((dryRun ? "would remove " : "removed ") + version);
            }
        }
        output.remark(gone.size() + (dryRun ? " would be removed." : " removed."));
        return 0;
    }
}
