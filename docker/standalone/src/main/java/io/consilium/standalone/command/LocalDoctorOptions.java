package io.consilium.standalone.command;

import io.consilium.department.Departments;
import io.consilium.model.weights.WeightsStore;
import io.consilium.standalone.service.Home;
import io.consilium.standalone.service.LocalStaff;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The doctors that speak through checkpoints in this process. */
final class LocalDoctorOptions {
    @Option(
            names = "--models",
            paramLabel = "DIR",
            description = "checkpoint directories by name (default: the starters)")
    private Path models;

    @Option(
            names = "--slots",
            defaultValue = "32",
            description = "requests with doctors at a time (default: ${DEFAULT-VALUE})")
    private int slots;

    @Option(
            names = "--threads",
            description =
                    "of arithmetic for each local model (default: half of the processors); a checkpoint of billions"
                            + " of weights wants all")
    private int threads = LocalStaff.THREADS;

    int slots() {
        return slots;
    }

    LocalStaff open(Departments departments, WeightsStore weights) {
        Path checkpoints = models == null ? Home.find().models() : models;
        return LocalStaff.open(departments, checkpoints, weights, slots, threads);
    }
}
