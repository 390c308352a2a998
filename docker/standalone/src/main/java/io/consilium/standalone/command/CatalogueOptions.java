package io.consilium.standalone.command;

import io.consilium.access.AccessRules;
import io.consilium.department.Departments;
import io.consilium.department.DepartmentsFile;
import io.consilium.topic.Sources;
import io.consilium.topic.TopicCatalogue;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the topic catalogue is made from. */
final class CatalogueOptions {
    @Option(names = "--departments", paramLabel = "FILE", description = "departments.yaml (default: the bundled one)")
    private Path departments;

    @Option(names = "--sources", paramLabel = "FILE", description = "sources.yaml (default: the bundled one)")
    private Path sources;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "" + TopicCatalogue.DEFAULT_PARTITIONS,
            description = "of every topic that a case passes through (default: ${DEFAULT-VALUE})")
    private int partitions;

    Departments departments() {
        return Optional.ofNullable(departments).map(DepartmentsFile::read).orElseGet(DepartmentsFile::bundled);
    }

    Sources sources() {
        return Optional.ofNullable(sources).map(Sources::read).orElseGet(Sources::bundled);
    }

    TopicCatalogue topics() {
        return TopicCatalogue.of(departments(), sources(), partitions);
    }

    AccessRules rules() {
        return AccessRules.of(topics(), sources());
    }
}
