package io.consilium.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.consilium.problem.ConfigurationException;
import io.consilium.problem.TransientException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeFleetTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> SERVICES = List.of(
            "kafka-1",
            "kafka-2",
            "kafka-3",
            "registry",
            "s3",
            "intake-1",
            "intake-2",
            "journey-1",
            "journey-2",
            "feedback-1",
            "feedback-2",
            "worker-1",
            "worker-2");

    @TempDir
    private Path directory;

    private PretendedDocker pretended;

    @BeforeEach
    void up() throws IOException {
        pretended = new PretendedDocker(directory);
        for (String service : SERVICES) {
            pretended.process(service, 42);
        }
    }

    private ComposeFleet fleet() {
        return new ComposeFleet(pretended.docker(), "tried");
    }

    @Test
    void itFindsTheServiceWhereItIsPublished() {
        assertThat(fleet().kafka().bootstrap()).isEqualTo("localhost:4711,localhost:4711,localhost:4711");
        assertThat(fleet().registry()).isEqualTo("http://localhost:4711");
        assertThat(fleet().size()).isEqualTo(SERVICES.size());
    }

    @Test
    void allThatDoesNotRunIsNamed() throws IOException {
        pretended.process("intake-2", 0);
        pretended.process("kafka-3", 0);

        assertThatThrownBy(this::fleet)
                .asInstanceOf(InstanceOfAssertFactories.type(ConfigurationException.class))
                .satisfies(failure ->
                        assertThat(failure.problems()).containsExactly("kafka-3 does not run", "intake-2 does not run"))
                .satisfies(failure -> assertThat(failure).hasMessageContaining("docker/up"));
    }

    @Test
    void whatDockerCannotDoIsToldInItsWords() {
        assertThatThrownBy(() -> new Docker("cat").run("no such file"))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("No such file or directory");
        assertThatThrownBy(() -> new Docker("no-such-command").run("ps"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("the docker command cannot be run");
    }

    /** The processes of this test's containers are none. */
    @Test
    void aContainerIsCutOffFromAllOthersAndKeepsADiskThatIsNotHere() {
        assertThat(fleet().kinds())
                .contains(FaultKind.CUT_OFF, FaultKind.KILL_BROKER, FaultKind.RESTART_ALL)
                .doesNotContain(FaultKind.CUT_CLIENTS, FaultKind.CUT_PEERS, FaultKind.FILL_DISK);
    }

    @Test
    void harmIsDoneAndEndedByDocker() throws IOException {
        ComposeFleet fleet = fleet();
        fleet.member("broker-2").cut(FaultKind.CUT_OFF);
        fleet.member("broker-2").mend();
        fleet.member("broker-1").pause();
        fleet.member("broker-1").resume();
        fleet.member("worker-1").kill();
        fleet.member("worker-1").start();

        assertThat(pretended.told())
                .containsExactly(
                        "network disconnect tried_default kafka-2",
                        "network connect --alias kafka-2 tried_default kafka-2",
                        "pause kafka-1",
                        "unpause kafka-1",
                        "kill --signal KILL worker-1",
                        "start worker-1");
    }

    @Test
    void killingWhatHasEndedDoesNothing() throws IOException {
        ComposeFleet fleet = fleet();
        pretended.process("worker-1", 0);
        fleet.killAll();
        fleet.killAll();
        fleet.start();

        assertThat(pretended.told().stream().filter(line -> line.startsWith("start ")))
                .hasSameSizeAs(SERVICES);
    }

    @Test
    void whatIsStillHarmedIsMendedAtTheEndAndLeftInPeace() throws IOException {
        ComposeFleet fleet = fleet();
        fleet.member("broker-2").cut(FaultKind.CUT_OFF);
        fleet.member("broker-1").pause();
        fleet.member("worker-1").kill();
        int harmed = pretended.told().size();

        fleet.close();
        fleet.member("broker-2").mend();
        fleet.member("intake-1").kill();
        fleet.close();

        assertThat(pretended.told().subList(harmed, pretended.told().size()))
                .containsExactlyInAnyOrder(
                        "network connect --alias kafka-2 tried_default kafka-2", "unpause kafka-1", "start worker-1");
    }

    @Test
    void whatEndedByItselfIsToldOnceAndWhatWasKilledIsNot() throws IOException {
        ComposeFleet fleet = fleet();
        fleet.member("journey-1").kill();
        pretended.process("intake-1", 0);
        assertThat(nextFallen(fleet::startFallen)).containsExactly("intake-1");

        // Docker has started it again.
        pretended.process("intake-1", 43);
        pretended.process("worker-1", 43);
        assertThat(nextFallen(fleet::startFallen)).containsExactly("worker-1");
    }

    private static List<String> nextFallen(Callable<List<String>> fallen) {
        return await().atMost(PATIENCE).until(fallen, names -> !names.isEmpty());
    }
}
