package io.consilium.standalone.command;

import io.consilium.model.weights.DirectoryWeightsStore;
import io.consilium.model.weights.WeightsStore;
import io.consilium.problem.ConfigurationException;
import io.consilium.standalone.service.Stores;
import io.consilium.standalone.versions.Publication;
import io.consilium.version.KnownVersion;
import io.consilium.version.RoleVersions;
import io.consilium.version.VersionLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "import",
        description = "Copies a checkpoint into the service's weights store and makes it known; no case gets it yet.")
final class ModelImportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelLog models;

    @Parameters(paramLabel = "DIR", description = "a checkpoint in Hugging Face layout")
    private Path checkpoint;

    @Option(names = "--role", required = true, description = "the doctor, as departments.yaml names it")
    private String name;

    @Option(
            names = "--store",
            paramLabel = "URL",
            description =
                    "the service's weights store, file:DIR or s3://BUCKET/PREFIX (default: where the role's champion"
                            + " lies)")
    private Optional<String> store;

    @Option(names = "--by", defaultValue = "cli", description = "who imports it (default: ${DEFAULT-VALUE})")
    private String by;

    @Option(names = "--parent", paramLabel = "VERSION", description = "the version that it was trained from")
    private Optional<String> parent;

    @Option(names = "--run", description = "the training run that made it")
    private Optional<String> run;

    @Option(names = "--data", paramLabel = "RANGE", description = "the samples that it was trained on")
    private Optional<String> data;

    @Option(names = "--metric", paramLabel = "NAME=VALUE", description = "what was measured of it; may be repeated")
    private Map<String, Double> metrics = Map.of();

    @Override
    public Integer call() {
        Output output = new Output(spec);
        return models.use(log -> {
            RoleVersions role = ModelLog.role(log, name);
            String version = put(role, log);
            RoleVersions after = log.now().role(name);
            if (models.json()) {
                output.json(ModelView.json(after, after.known().get(version)));
            } else {
                output.say(version);
                output.remark("Imported for " + name + ". Next: consilium model promote " + ModelView.brief(version)
                        + " --role " + name + " --by NAME --evidence FILE");
            }
            return 0;
        });
    }

    private String put(RoleVersions role, VersionLog log) {
        Optional<String> from = parent.map(one -> ModelLog.version(role, one));
        return new Publication(log)
                .imported(
                        new Publication.Checkpoint(checkpoint, name, from, run, data, metrics),
                        store.map(ModelImportCommand::named).orElseGet(() -> new DirectoryWeightsStore(storeOf(role))),
                        by);
    }

    /** A directory may be written as such. */
    private static WeightsStore named(String store) {
        boolean isUrl = store.startsWith("file:") || store.startsWith("s3:");
        return isUrl ? Stores.weights(store) : new DirectoryWeightsStore(Path.of(store));
    }

    private Path storeOf(RoleVersions role) {
        return role.aliases()
                .champion()
                .map(version -> role.known().get(version))
                .map(KnownVersion::model)
                .map(model -> Path.of(model.getLocation()).getParent())
                .filter(Files::isDirectory)
                .orElseThrow(() -> new ConfigurationException(
                        "The weights store is not found",
                        List.of("the champion of " + name + " does not lie on this machine: name the store with"
                                + " --store")));
    }
}
