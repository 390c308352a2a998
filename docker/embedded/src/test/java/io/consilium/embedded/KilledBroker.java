package io.consilium.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A broker in a process of its own that publishes and is then killed without a chance to clean up. */
final class KilledBroker {
    private static final String DONE = "published";
    private static final int AT_ONCE_MS = 1;

    private KilledBroker() {}

    static void publishAndDie(Path directory, String topic, List<String> values)
            throws IOException, InterruptedException {
        run(directory, "records", topic, values);
    }

    /** Each value in a transaction of its own, which nobody ends and whose time is up. */
    static void beginTransactionsAndDie(Path directory, String topic, List<String> values)
            throws IOException, InterruptedException {
        run(directory, "transactions", topic, values);
    }

    private static void run(Path directory, String what, String topic, List<String> values)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledBroker.class.getName(),
                directory.toString(),
                what,
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
        boolean transactions = arguments[1].equals("transactions");
        EmbeddedKafka kafka = EmbeddedKafka.start(
                Path.of(arguments[0]),
                0,
                Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", "3600000"));
        KafkaClients clients = new KafkaClients(kafka.bootstrap());
        clients.createTopic(arguments[2]);
        String[] values = Arrays.copyOfRange(arguments, 3, arguments.length);
        if (transactions) {
            clients.beginTransactions(arguments[2], AT_ONCE_MS, values);
        } else {
            clients.send(arguments[2], values);
        }
        System.out.println(DONE);
        Thread.currentThread().join();
    }
}
