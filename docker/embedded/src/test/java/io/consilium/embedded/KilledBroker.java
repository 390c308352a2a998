package io.consilium.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A broker in a process of its own that publishes and is then killed without a chance to clean up. */
final class KilledBroker {
    private static final String DONE = "published";

    private KilledBroker() {}

    static void publishAndDie(Path directory, String topic, List<String> values)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledBroker.class.getName(),
                directory.toString(),
                topic));
        command.addAll(values);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.lines().filter(DONE::equals).findFirst()).contains(DONE);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @SuppressWarnings("resource") // the process ends by being killed
    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]), 0);
        KafkaClients clients = new KafkaClients(kafka.bootstrap());
        clients.createTopic(arguments[1]);
        clients.send(arguments[1], Arrays.copyOfRange(arguments, 2, arguments.length));
        System.out.println(DONE);
        Thread.currentThread().join();
    }
}
