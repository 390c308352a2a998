package io.consilium.standalone.command;

import io.consilium.department.Departments;
import io.consilium.department.DepartmentsFile;
import io.consilium.standalone.service.Cluster;
import io.consilium.standalone.service.PartProcess.Place;
import io.consilium.standalone.service.PartProcess.Upkeep;
import io.consilium.topic.Sources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all processes of a service have in common. */
final class RunOptions {
    @Mixin
    private KafkaOptions kafka;

    @Option(names = "--departments", paramLabel = "FILE", description = "departments.yaml (default: the bundled one)")
    private Path departments;

    @Option(names = "--sources", paramLabel = "FILE", description = "sources.yaml (default: the bundled one)")
    private Path sources;

    @Mixin
    private PlaceOptions place;

    Departments departments() {
        return Optional.ofNullable(departments).map(DepartmentsFile::read).orElseGet(DepartmentsFile::bundled);
    }

    Place place() {
        return place.place();
    }

    KafkaOptions kafka() {
        return kafka;
    }

    Cluster cluster(Consumer<String> remarks) {
        Sources registered = Optional.ofNullable(sources).map(Sources::read).orElseGet(Sources::bundled);
        return new Cluster(kafka.connection(), kafka.registry(), departments(), registered, remarks);
    }

    /** Where the process answers over HTTP. */
    static final class PlaceOptions {
        @Option(
                names = "--host",
                paramLabel = "NAME",
                defaultValue = "127.0.0.1",
                description = "under which other processes reach this one over HTTP; by default only those of this host"
                        + " do")
        private String host;

        @Option(
                names = "--port",
                defaultValue = "0",
                description = "of HTTP (default: any that is free, which is told when the process is ready)")
        private int port;

        Place place() {
            return new Place(host, port);
        }
    }

    /** How a streams application keeps its state. */
    static final class UpkeepOptions {
        @Option(
                names = "--state",
                paramLabel = "DIR",
                required = true,
                description = "of the stores: this process's own, worth keeping when it comes back, rebuilt when lost")
        private Path state;

        @Option(
                names = "--standbys",
                defaultValue = "1",
                description = "copies of each store in other instances, which then take over without restoring it"
                        + " (default: ${DEFAULT-VALUE})")
        private int standbys;

        @Option(
                names = "--session-timeout",
                paramLabel = "MS",
                defaultValue = "6000",
                description = "without a sign of life for so long another instance takes over; not below the brokers'"
                        + " group.min.session.timeout.ms (default: ${DEFAULT-VALUE})")
        private long session;

        @Option(
                names = "--commit-interval",
                paramLabel = "MS",
                defaultValue = "100",
                description = "how long results gather before they are published: several times what a commit takes"
                        + " (default: ${DEFAULT-VALUE})")
        private long commitInterval;

        Upkeep upkeep() {
            return new Upkeep(state, standbys, Duration.ofMillis(session), Duration.ofMillis(commitInterval));
        }
    }

    /** Where pictures lie. */
    static final class ImageOptions {
        @Option(
                names = "--images",
                paramLabel = "URL",
                required = true,
                description = "the image store, the same for intake and workers: file:DIR or s3://BUCKET/PREFIX")
        private String images;

        @Option(
                names = "--image-key",
                paramLabel = "FILE",
                description =
                        "the image store's secret (default: image.key beside its directory, made on first use; for"
                                + " s3 it must be there)")
        private Path key;

        String address() {
            return images;
        }

        Optional<Path> key() {
            return Optional.ofNullable(key);
        }
    }
}
