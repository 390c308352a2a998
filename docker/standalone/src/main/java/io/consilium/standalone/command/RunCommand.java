package io.consilium.standalone.command;

import io.consilium.department.Departments;
import io.consilium.problem.ConfigurationException;
import io.consilium.query.CaseQuery;
import io.consilium.query.CaseViews;
import io.consilium.standalone.command.RunOptions.ImageOptions;
import io.consilium.standalone.command.RunOptions.PlaceOptions;
import io.consilium.standalone.command.RunOptions.UpkeepOptions;
import io.consilium.standalone.service.FixedStaff;
import io.consilium.standalone.service.PartProcess;
import io.consilium.standalone.service.Staff;
import io.consilium.standalone.service.Stores;
import io.consilium.worker.WorkerSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        description =
                "Runs one part of the service as a process of its own, on a Kafka cluster whose topics exist, until"
                        + " it is told to stop (SIGTERM, Ctrl-C).")
public final class RunCommand implements Runnable {
    private static final Pattern FIXED = Pattern.compile("fixed:(\\d{1,7})");

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which part? See consilium run --help.");
    }

    @Command(name = "intake", description = "Checks published cases and stores their pictures.")
    int intake(@Mixin RunOptions options, @Mixin UpkeepOptions upkeep, @Mixin ImageOptions images) {
        return foreground(
                "intake",
                () -> PartProcess.intake(
                        options.cluster(remarks()),
                        options.place(),
                        upkeep.upkeep(),
                        Stores.images(images.address(), images.key())));
    }

    @Command(name = "journey", description = "Leads cases to their verdicts, and answers what is asked about a case.")
    int journey(
            @Mixin RunOptions options,
            @Mixin UpkeepOptions upkeep,
            @Option(
                            names = "--feedback",
                            paramLabel = "URL",
                            description = "an instance of feedback, for the outcomes of a case that is asked about")
                    String feedback) {
        CaseViews outcomes = feedback == null ? CaseViews.NONE : CaseQuery.at(feedback);
        return foreground(
                "journey",
                () -> PartProcess.journey(options.cluster(remarks()), options.place(), upkeep.upkeep(), outcomes));
    }

    @Command(name = "feedback", description = "Makes samples of verdicts and what clinicians confirm.")
    int feedback(@Mixin RunOptions options, @Mixin UpkeepOptions upkeep) {
        return foreground(
                "feedback", () -> PartProcess.feedback(options.cluster(remarks()), options.place(), upkeep.upkeep()));
    }

    @Command(name = "worker", description = "Has doctors answer requests; any number of workers share them.")
    int worker(
            @Mixin RunOptions options,
            @Mixin ImageOptions images,
            @Mixin StaffOptions staff,
            @Option(names = "--name", description = "in answers and logs (default: worker and the process id)")
                    String name) {
        String called = name == null ? "worker-" + ProcessHandle.current().pid() : name;
        return foreground(
                "worker",
                () -> PartProcess.worker(
                        options.cluster(remarks()),
                        options.place(),
                        WorkerSettings.of(
                                called, staff.local.slots(), options.kafka().connection()),
                        staff.open(options.departments()),
                        Stores.images(images.address(), images.key())));
    }

    @Command(name = "registry", description = "A schema registry that keeps everything in Kafka; one for each cluster.")
    int registry(@Mixin KafkaOptions kafka, @Mixin PlaceOptions place) {
        return foreground("registry", () -> PartProcess.registry(kafka.connection(), place.place()));
    }

    /** Which doctors a worker has. */
    static final class StaffOptions {
        @Mixin
        private LocalDoctorOptions local;

        @Option(
                names = "--weights",
                paramLabel = "URL",
                defaultValue = "file:${sys:user.home}/.consilium/models",
                description = "the weights store, the same for all workers: file:DIR or s3://BUCKET/PREFIX (default:"
                        + " ${DEFAULT-VALUE})")
        private String weights;

        @Option(
                names = "--doctors",
                defaultValue = "real",
                description = "real, or fixed:MILLIS for doctors that know nothing and take so long (default:"
                        + " ${DEFAULT-VALUE})")
        private String doctors;

        Staff open(Departments departments) {
            Matcher fixed = FIXED.matcher(doctors);
            if (fixed.matches()) {
                Duration service = Duration.ofMillis(Long.parseLong(fixed.group(1)));
                return new FixedStaff(departments, service, InstantSource.system());
            }
            if (!doctors.equals("real")) {
                throw new ConfigurationException(
                        "There are no such doctors", List.of("--doctors is real or fixed:MILLIS, not " + doctors));
            }
            return local.open(departments, Stores.weights(weights));
        }
    }

    private java.util.function.Consumer<String> remarks() {
        return new Output(spec)::remark;
    }

    private int foreground(String part, Supplier<PartProcess> start) {
        return new Foreground(part, new Output(spec)).run(start);
    }
}
