package io.consilium.standalone.service;

import io.consilium.application.StreamsSettings;
import io.consilium.department.Departments;
import io.consilium.department.DepartmentsFile;
import io.consilium.model.weights.DirectoryWeightsStore;
import io.consilium.model.weights.WeightsStore;
import io.consilium.topic.Sources;
import io.consilium.topic.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How the service in one JVM runs.
 *
 * @param data where records, stores and pictures lie
 * @param ports 0 for any that is free
 * @param partitions of every topic that a case passes through
 * @param slots how many requests are with doctors at a time
 * @param consumers share consumers of the worker: several for models, one for doctors that answer at once
 */
public record ServiceSettings(
        Path data,
        Departments departments,
        Sources sources,
        Ports ports,
        int partitions,
        Duration commitInterval,
        int slots,
        int consumers) {

    private static final int SLOTS = 32;
    private static final int CONSUMERS = 4;

    /** Ports of the broker, the registry and the case queries. */
    public record Ports(int broker, int registry, int queries) {
        public static final Ports ANY = new Ports(0, 0, 0);
    }

    /** The bundled departments and sources, on any ports. */
    public static ServiceSettings bundled(Path data) {
        return new ServiceSettings(
                data,
                DepartmentsFile.bundled(),
                Sources.bundled(),
                Ports.ANY,
                TopicCatalogue.DEFAULT_PARTITIONS,
                StreamsSettings.COMMIT_INTERVAL,
                SLOTS,
                CONSUMERS);
    }

    /** Where model versions lie. */
    public WeightsStore weights() {
        return new DirectoryWeightsStore(data.resolve("models"));
    }

    public ServiceSettings with(Ports other) {
        return new ServiceSettings(data, departments, sources, other, partitions, commitInterval, slots, consumers);
    }

    public ServiceSettings with(Departments other, Sources registered) {
        return new ServiceSettings(data, other, registered, ports, partitions, commitInterval, slots, consumers);
    }

    public ServiceSettings withPartitions(int count) {
        return new ServiceSettings(data, departments, sources, ports, count, commitInterval, slots, consumers);
    }

    public ServiceSettings withCommitInterval(Duration interval) {
        return new ServiceSettings(data, departments, sources, ports, partitions, interval, slots, consumers);
    }

    public ServiceSettings withSlots(int count, int consuming) {
        return new ServiceSettings(data, departments, sources, ports, partitions, commitInterval, count, consuming);
    }
}
