package io.consilium.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consilium.application.StreamsSettings;
import io.consilium.department.Departments;
import io.consilium.department.DepartmentsFile;
import io.consilium.embedded.EmbeddedKafka;
import io.consilium.embedded.Secured;
import io.consilium.image.ImageStore;
import io.consilium.query.CaseQuery;
import io.consilium.standalone.service.Cluster;
import io.consilium.standalone.service.FixedStaff;
import io.consilium.standalone.service.PartProcess;
import io.consilium.standalone.service.PartProcess.Place;
import io.consilium.standalone.service.PartProcess.Upkeep;
import io.consilium.standalone.service.Stores;
import io.consilium.topic.KafkaConnection;
import io.consilium.topic.Sources;
import io.consilium.worker.WorkerSettings;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A case's whole way through a service whose parts and users each have a password and may do nothing but their work. */
class SecuredServiceTest {
    private static final List<String> PRINCIPALS = List.of(
            Secured.ADMINISTRATOR,
            "consilium-registry",
            "consilium-intake",
            "consilium-journey",
            "consilium-feedback",
            "consilium-worker",
            "consilium-source-cli",
            "consilium-clinician",
            "consilium-trainer",
            "consilium-operator",
            "consilium-steward",
            "consilium-auditor");
    private static final Departments DEPARTMENTS = DepartmentsFile.bundled();
    private static final Duration SESSION = Duration.ofSeconds(30);

    @TempDir
    private static Path directory;

    private static final Deque<AutoCloseable> OPENED = new ArrayDeque<>();

    private static EmbeddedKafka kafka;
    private static String registry;
    private static String queries;

    @BeforeAll
    static void start() throws IOException {
        kafka = EmbeddedKafka.start(
                directory.resolve("kafka"), 0, Map.of(), Secured.byPassword("brokers-own", passwords()));
        OPENED.push(kafka);
        PRINCIPALS.forEach(SecuredServiceTest::writeFiles);
        Shell.Result applied = apply(1, 1, "--acls", "--prune");
        assertThat(applied.exitCode()).as(applied.err()).isZero();
        registry = opened(PartProcess.registry(connection("consilium-registry"), place()));
        ImageStore images = Stores.images("file:" + directory.resolve("images"), Optional.empty());
        opened(PartProcess.intake(cluster("intake"), place(), upkeep(), images));
        String feedback = opened(PartProcess.feedback(cluster("feedback"), place(), upkeep()));
        queries = opened(PartProcess.journey(cluster("journey"), place(), upkeep(), CaseQuery.at(feedback)));
        opened(PartProcess.worker(
                cluster("worker"),
                place(),
                WorkerSettings.of("worker-1", 8, connection("consilium-worker")).withConsumers(1),
                new FixedStaff(DEPARTMENTS, Duration.ZERO, InstantSource.system()),
                images));
        ImageIO.write(
                new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB),
                "png",
                directory.resolve("p.png").toFile());
    }

    @AfterAll
    static void stop() throws Exception {
        while (!OPENED.isEmpty()) {
            OPENED.pop().close();
        }
    }

    @Test
    void shouldLeadACaseToASampleAndShowEachOnlyWhatIsHis() throws IOException {
        Path file = Files.writeString(
                directory.resolve("case.json"),
                "{\"case_id\": \"c-1\", \"subject\": \"s-1\", \"question\": \"Which side?\", \"options\":"
                        + " [\"left\",\"right\"], \"images\": [\"p.png\"]}");
        Shell.Result submitted =
                as("consilium-source-cli", "submit", file.toString(), "--wait", "--json", "--patience", "120");
        assertThat(submitted.json()).as(submitted.err()).hasSize(1);
        assertThat(submitted.json().get(0).path("kind").asText()).isEqualTo("VERDICT");

        Shell.Result confirmed = as("consilium-clinician", "confirm", "c-1", "left");
        assertThat(confirmed.exitCode()).as(confirmed.err()).isZero();
        await().atMost(Duration.ofSeconds(120))
                .until(() -> samples("consilium-trainer").exitCode() == 0);
        assertThat(samples("consilium-trainer").json().get(0).path("samples").asInt())
                .isEqualTo(1);

        assertThat(as("consilium-operator", "model", "list").exitCode()).isZero();
        assertThat(as("consilium-steward", "dead-letters", "list").exitCode()).isZero();
        assertThat(as("consilium-auditor", "dead-letters", "list").exitCode()).isZero();

        assertRefused(as("consilium-source-cli", "dead-letters", "list"));
        assertRefused(as("consilium-auditor", "confirm", "c-1", "left"));
        assertRefused(samples("consilium-operator"));
    }

    @Test
    void shouldFindNothingToChangeAfterApplyingAndSayWhatDiffers() {
        Shell.Result again = apply(1, 1, "--acls", "--prune", "--dry-run");
        assertThat(again.out()).contains("Nothing to change.");
        assertThat(again.exitCode()).isZero();

        Shell.Result other = apply(3, 2, "--dry-run", "--partitions", "5");
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.out())
                .contains("~ topic cases, min.insync.replicas: 1 becomes 2")
                .contains("! topic cases has 2 partitions, the catalogue wants 5")
                .contains("! topic cases has 1 copies, 3 are wanted");
        assertThat(apply(1, 1, "--partitions", "5").err())
                .contains("The topics on the broker do not fit the catalogue");

        Shell.Result refused =
                as("consilium-auditor", "topics", "apply", "--acls", "--replication", "1", "--min-insync", "1");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("does not let this principal do that");
        assertThat(apply(1, 2).err()).contains("of 1 copies, 2 must be in sync");
    }

    private static void assertRefused(Shell.Result result) {
        assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
        assertThat(result.err()).contains("may not");
        assertThat(result.out() + result.err()).doesNotContain("password-of-");
    }

    private static Shell.Result apply(int copies, int minInsync, String... words) {
        List<String> all = new ArrayList<>(List.of("topics", "apply", "--replication", "" + copies));
        all.addAll(List.of("--min-insync", "" + minInsync));
        all.addAll(List.of(words));
        all.addAll(List.of("--bootstrap", kafka.bootstrap(), "--kafka", file(Secured.ADMINISTRATOR)));
        return Shell.run(all.toArray(String[]::new));
    }

    private static Shell.Result samples(String principal) {
        return Shell.run(
                "samples",
                "--json",
                "--data",
                directory.toString(),
                "--bootstrap",
                kafka.bootstrap(),
                "--registry",
                registry,
                "--kafka",
                file(principal));
    }

    private static Shell.Result as(String principal, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--bootstrap", kafka.bootstrap(), "--kafka", file(principal)));
        if (registry != null && !words[0].equals("topics")) {
            all.addAll(List.of("--registry", registry, "--queries", queries));
        }
        return Shell.run(all.toArray(String[]::new));
    }

    private static String opened(PartProcess process) {
        OPENED.push(process.assembly());
        assertThat(process.assembly().awaitReady(Duration.ofMinutes(3)))
                .as("ready, " + process.url())
                .isTrue();
        return process.url();
    }

    private static Cluster cluster(String application) {
        return new Cluster(
                connection("consilium-" + application), registry, DEPARTMENTS, Sources.bundled(), remark -> {});
    }

    private static Place place() {
        return new Place("127.0.0.1", 0);
    }

    private static Upkeep upkeep() {
        return new Upkeep(directory.resolve("state"), 0, SESSION, StreamsSettings.COMMIT_INTERVAL);
    }

    private static KafkaConnection connection(String principal) {
        return KafkaConnection.read(kafka.bootstrap(), Path.of(file(principal)));
    }

    private static Map<String, String> passwords() {
        Map<String, String> passwords = new HashMap<>();
        PRINCIPALS.forEach(name -> passwords.put(name, "password-of-" + name));
        return passwords;
    }

    /** The password lies in a file of its own, as a secret would. */
    private static void writeFiles(String principal) {
        try {
            Path secret = directory.resolve(principal + ".secret");
            Files.writeString(secret, "password=password-of-" + principal + "\n");
            List<String> lines = new ArrayList<>();
            Secured.client(principal, "${file:" + secret + ":password}")
                    .forEach((name, value) -> lines.add(name + "=" + value));
            Files.write(Path.of(file(principal)), lines);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String file(String principal) {
        return directory.resolve(principal + ".properties").toString();
    }
}
