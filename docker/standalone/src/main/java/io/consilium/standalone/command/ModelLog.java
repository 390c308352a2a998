package io.consilium.standalone.command;

import io.consilium.problem.ConfigurationException;
import io.consilium.standalone.service.Endpoints;
import io.consilium.version.RoleVersions;
import io.consilium.version.VersionLog;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The models log of the running service, as the commands about model versions use it. */
final class ModelLog {
    @Mixin
    private Connection connection;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    boolean json() {
        return json;
    }

    Connection connection() {
        return connection;
    }

    <T> T use(Function<VersionLog, T> work) {
        Endpoints endpoints = connection.endpoints();
        try (VersionLog log = VersionLog.open(endpoints.kafka(), connection.serdes())) {
            return work.apply(log);
        }
    }

    /** @throws ConfigurationException when nothing is known of the role */
    static RoleVersions role(VersionLog log, String name) {
        var roles = log.now().roles();
        if (!roles.containsKey(name)) {
            throw new ConfigurationException(
                    "The role is not known",
                    List.of("no model was ever imported for '" + name + "'; there are " + roles.keySet()
                            + ", as departments.yaml names its doctors"));
        }
        return roles.get(name);
    }

    /** @throws ConfigurationException when not exactly one version begins so */
    static String version(RoleVersions role, String beginning) {
        return role.find(beginning)
                .orElseThrow(() -> new ConfigurationException(
                        "The version is not known",
                        List.of("not exactly one version of " + role.role() + " begins with '" + beginning
                                + "': see 'consilium model list', or import it")));
    }
}
