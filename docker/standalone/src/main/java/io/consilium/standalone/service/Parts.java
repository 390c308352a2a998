package io.consilium.standalone.service;

import io.consilium.application.Deployment;
import io.consilium.application.StreamsApplication;
import io.consilium.application.StreamsSettings;
import io.consilium.department.Departments;
import io.consilium.feedback.stream.FeedbackSettings;
import io.consilium.feedback.stream.FeedbackTopology;
import io.consilium.image.ImageStore;
import io.consilium.intake.IntakeTopology;
import io.consilium.intake.Limits;
import io.consilium.journey.stream.JourneySettings;
import io.consilium.journey.stream.JourneyTopology;
import io.consilium.monitor.Monitor;
import io.consilium.serde.RecordSerdes;
import io.consilium.topic.Application;
import io.consilium.topic.KafkaConnection;
import io.consilium.topic.Sources;
import io.consilium.topic.TopicCatalogue;
import io.consilium.worker.Exchange;
import io.consilium.worker.Worker;
import io.consilium.worker.WorkerScope;
import io.consilium.worker.WorkerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.apache.kafka.streams.Topology;

/**
 * What every part of a service agrees on, and how each is made of it, be it alone in its process or beside the others.
 * What it makes belongs to an assembly, which closes it.
 *
 * @param catalogue of the departments and sources
 * @param monitor of the process that the parts run in
 */
record Parts(
        KafkaConnection kafka,
        RecordSerdes serdes,
        Departments departments,
        Sources sources,
        TopicCatalogue catalogue,
        Monitor monitor,
        Assembly assembly) {

    /** Nobody waits for a sample; a transaction costs the same for one record as for many. */
    private static final Duration FEEDBACK_COMMITS = Duration.ofMillis(200);

    /** How the streams applications of one process run. */
    record Running(Path state, Duration commitInterval, Deployment deployment) {}

    StreamsApplication intake(ImageStore images, Running running) {
        return application(
                Application.INTAKE,
                IntakeTopology.build(serdes, catalogue, sources, images, Limits.DEFAULT, monitor),
                running);
    }

    StreamsApplication journey(Running running) {
        return application(
                Application.JOURNEY,
                JourneyTopology.build(serdes, catalogue, JourneySettings.of(departments), monitor),
                running);
    }

    StreamsApplication feedback(Running running) {
        return application(
                Application.FEEDBACK,
                FeedbackTopology.build(serdes, catalogue, FeedbackSettings.of(departments), monitor),
                new Running(running.state(), FEEDBACK_COMMITS, running.deployment()));
    }

    private StreamsApplication application(Application self, Topology topology, Running running) {
        StreamsApplication made = assembly.opened(new StreamsApplication(
                topology,
                new StreamsSettings(
                        self.principal(), kafka, running.state(), running.commitInterval(), 1, running.deployment()),
                monitor));
        assembly.watch(made.failure());
        assembly.readyWhen(self.principal(), made::running);
        return made;
    }

    /** A worker, and what keeps its models in step with the models log, which already runs. */
    Worker worker(WorkerSettings settings, Staff staff, ImageStore images) {
        InstantSource clock = InstantSource.system();
        Exchange exchange = assembly.opened(
                Exchange.start(settings.name(), departments, staff.host(), kafka, serdes, clock, monitor));
        Worker worker = assembly.opened(new Worker(
                settings,
                WorkerScope.everything(departments),
                departments,
                staff.doctors(images),
                serdes,
                clock,
                monitor));
        assembly.watch(exchange.failure());
        assembly.watch(worker.failure());
        // Large models take minutes to be loaded and tried.
        assembly.busyWhile("models", () -> !exchange.ready());
        assembly.readyWhen("worker", worker::ready);
        return worker;
    }
}
