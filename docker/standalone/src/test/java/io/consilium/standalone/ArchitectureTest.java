package io.consilium.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the modules, and within them. */
@AnalyzeClasses(packages = "io.consilium", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] SCHEMAS = {
        "io.consilium.record..",
        "io.consilium.topic..",
        "io.consilium.access..",
        "io.consilium.department..",
        "io.consilium.option..",
        "io.consilium.serde..",
        "io.consilium.image..",
        "io.consilium.digest..",
        "io.consilium.problem..",
        "io.consilium.sample..",
        "io.consilium.monitor.."
    };
    private static final String[] STREAMS = {
        "io.consilium.intake..",
        "io.consilium.journey..",
        "io.consilium.feedback..",
        "io.consilium.alarm..",
        "io.consilium.policy..",
        "io.consilium.query..",
        "io.consilium.application.."
    };
    private static final String[] MODEL = {"io.consilium.model..", "ai.djl.."};
    private static final String WORKER = "io.consilium.worker..";
    private static final String TRAINER = "io.consilium.trainer..";
    private static final String[] DOCKER = {
        "io.consilium.embedded..", "io.consilium.s3..", "io.consilium.standalone..", "software.amazon.."
    };

    @ArchTest
    static final ArchRule schemasKnowNoneOfUs = noClasses()
            .that()
            .resideInAnyPackage(SCHEMAS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(join(STREAMS, MODEL, DOCKER, new String[] {WORKER, TRAINER}));

    @ArchTest
    static final ArchRule streamsNeverSeeModelsOrWorkers = noClasses()
            .that()
            .resideInAnyPackage(STREAMS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(join(MODEL, DOCKER, new String[] {WORKER, TRAINER}));

    @ArchTest
    static final ArchRule modelsNeverSeeWorkersOrStreams = noClasses()
            .that()
            .resideInAPackage("io.consilium.model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(join(STREAMS, DOCKER, new String[] {WORKER, TRAINER, "org.apache.kafka.."}));

    @ArchTest
    static final ArchRule tensorIsBelowVlmIsBelowDoctor = noClasses()
            .that()
            .resideInAPackage("io.consilium.model.tensor..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.consilium.model.vlm..", "io.consilium.model.doctor..", "io.consilium.record..");

    @ArchTest
    static final ArchRule vlmKnowsNoDoctor = noClasses()
            .that()
            .resideInAPackage("io.consilium.model.vlm..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.consilium.model.doctor..", "io.consilium.record..", "io.consilium.topic..");

    @ArchTest
    static final ArchRule workersNeverSeeStreamsOrTheTrainer = noClasses()
            .that()
            .resideInAPackage(WORKER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(join(STREAMS, DOCKER, new String[] {TRAINER}));

    @ArchTest
    static final ArchRule theTrainerSeesModelsOnly = noClasses()
            .that()
            .resideInAPackage(TRAINER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(join(STREAMS, DOCKER, new String[] {WORKER}));

    @ArchTest
    static final ArchRule noCirclesInTheTrainer =
            slices().matching("io.consilium.trainer.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule journeyAndFeedbackArePlainJava = noClasses()
            .that()
            .resideInAnyPackage("io.consilium.journey", "io.consilium.feedback")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..",
                    "io.confluent..",
                    "io.micrometer..",
                    "io.consilium.monitor..",
                    "java.io..",
                    "java.nio.file..");

    @ArchTest
    static final ArchRule noCircles =
            slices().matching("io.consilium.(*)..").should().beFreeOfCycles();

    private static String[] join(String[]... parts) {
        return java.util.Arrays.stream(parts).flatMap(java.util.Arrays::stream).toArray(String[]::new);
    }
}
