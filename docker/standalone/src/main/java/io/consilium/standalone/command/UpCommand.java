package io.consilium.standalone.command;

import io.consilium.department.Departments;
import io.consilium.department.DepartmentsFile;
import io.consilium.standalone.service.Service;
import io.consilium.standalone.service.ServiceSettings;
import io.consilium.topic.Sources;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "up", description = "Runs the whole service until Ctrl-C; its data survives restarts and crashes.")
public final class UpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${sys:user.home}/.consilium",
            description = "where records, stores and pictures lie (default: ~/.consilium)")
    private Path data;

    @Option(names = "--departments", paramLabel = "FILE", description = "departments.yaml (default: the bundled one)")
    private Path departments;

    @Option(names = "--sources", paramLabel = "FILE", description = "sources.yaml (default: the bundled one)")
    private Path sources;

    @Option(names = "--port", defaultValue = "9092", description = "of the Kafka broker (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--registry-port",
            defaultValue = "8081",
            description = "of the schema registry (default: ${DEFAULT-VALUE})")
    private int registryPort;

    @Option(
            names = "--query-port",
            defaultValue = "8080",
            description = "of the case queries, the probes and the metrics (default: ${DEFAULT-VALUE})")
    private int queryPort;

    @Mixin
    private LocalDoctorOptions doctors;

    @Override
    public Integer call() {
        Output output = new Output(spec);
        Departments catalogue =
                Optional.ofNullable(departments).map(DepartmentsFile::read).orElseGet(DepartmentsFile::bundled);
        Sources registered = Optional.ofNullable(sources).map(Sources::read).orElseGet(Sources::bundled);
        ServiceSettings settings = ServiceSettings.bundled(data)
                .with(catalogue, registered)
                .with(new ServiceSettings.Ports(port, registryPort, queryPort))
                .withSlots(doctors.slots(), Math.min(doctors.slots(), 4));
        output.remark("Starting with data in " + data.toAbsolutePath() + " …");
        Service service = Service.start(settings, doctors.open(catalogue, settings.weights()));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            output.remark("Stopping: finishing what is with the doctors …");
            service.close();
        }));
        output.say(String.format(
                "Consilium is up.%n  Kafka            %s%n  schema registry  %s%n  case queries     %s/cases/ID%n"
                        + "  metrics          %s/metrics%n"
                        + "Publish cases with 'consilium submit FILE --wait'. Stop with Ctrl-C.",
                service.endpoints().kafka(),
                service.endpoints().registry(),
                service.endpoints().queries(),
                service.endpoints().queries()));
        RuntimeException why = service.failure().toCompletableFuture().join();
        output.remark("consilium: " + why.getMessage());
        return Failures.INTERNAL;
    }
}
