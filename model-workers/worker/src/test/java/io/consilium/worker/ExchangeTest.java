package io.consilium.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.consilium.model.doctor.DoctorSettings;
import io.consilium.model.doctor.Doctors;
import io.consilium.model.doctor.VersionHost;
import io.consilium.model.tensor.Torch;
import io.consilium.model.vlm.GeneratorSettings;
import io.consilium.model.weights.DirectoryWeightsStore;
import io.consilium.monitor.Monitor;
import io.consilium.record.ModelChange;
import io.consilium.record.ModelVersion;
import io.consilium.version.Changes;
import io.consilium.version.LogEntry;
import io.consilium.version.RoleVersions;
import io.consilium.version.VersionLog;
import io.consilium.version.VersionState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker's models and the models log on an embedded broker. */
class ExchangeTest {
    private static final String ROLE = "attending";
    /** Models load slowly where many tests share the processors. */
    private static final Duration SLOW = Duration.ofMinutes(2);

    private static final Path STARTER = Path.of("../starter");

    @TempDir
    Path directory;

    private final FakeHost host = new FakeHost();
    private final MovingClock clock = new MovingClock();
    private Broker broker;
    private VersionLog log;

    @BeforeEach
    void start() {
        broker = new Broker(directory, 1);
        log = VersionLog.open(broker.connection(), broker.serdes);
        publish(by().imported(model("v1")), by().ready(ROLE, "v1"));
        publish(by().promoted(role(), "v1", "first"));
    }

    @AfterEach
    void stop() {
        log.close();
        broker.close();
    }

    @Test
    void shouldLoadTheChampionBeforeItIsReady() {
        try (Exchange exchange = exchange()) {
            await().atMost(SLOW).until(exchange::ready);
            assertThat(host.loaded).containsExactly("v1");
        }
        assertThat(role().history()).hasSize(3);
    }

    @Test
    void shouldTakeUpAVersionAndFreeTheOldOneAfterTheLongestCase() {
        try (Exchange exchange = exchange()) {
            await().atMost(SLOW).until(exchange::ready);
            publish(by().imported(model("v2")), by().promoted(role(), "v2", "{}"));

            await().atMost(SLOW).until(() -> role().aliases().champion().equals(Optional.of("v2")));
            assertThat(host.loaded).containsExactlyInAnyOrder("v1", "v2");

            clock.pass(broker.departments.longestCase().minusSeconds(1));
            int calls = host.calls.size();
            await().atMost(SLOW).until(() -> host.calls.size() > calls + 1);
            assertThat(host.loaded).containsExactlyInAnyOrder("v1", "v2");

            clock.pass(Duration.ofSeconds(2));
            await().atMost(SLOW).until(() -> host.loaded.equals(Set.of("v2")));

            publish(by().rolledBack(role(), "v1", "test"));
            await().atMost(SLOW).until(() -> role().aliases().champion().equals(Optional.of("v1")));
            assertThat(host.loaded).contains("v1");
        }
    }

    @Test
    void shouldRollBackToAVersionThatIsStillLoaded() {
        try (Exchange exchange = exchange()) {
            await().atMost(SLOW).until(exchange::ready);
            publish(by().imported(model("v2")), by().promoted(role(), "v2", "{}"));
            await().atMost(SLOW).until(() -> role().aliases().champion().equals(Optional.of("v2")));
            publish(by().rolledBack(role(), "v1", "test"));

            await().atMost(SLOW).until(() -> role().aliases().champion().equals(Optional.of("v1")));
            assertThat(host.loaded).containsExactlyInAnyOrder("v1", "v2");
        }
    }

    @Test
    void shouldMarkAVersionThatFailsAndKeepTheChampion() {
        host.trial = () -> Optional.of("model.safetensors is truncated");
        publish(by().imported(model("bad")), by().challenged(role(), "bad", 0.5));
        try (Exchange exchange = exchange()) {
            await().atMost(SLOW).until(() -> role().state("bad").equals(Optional.of(VersionState.FAILED)));
            await().atMost(SLOW).until(exchange::ready);
        }
        assertThat(role().known().get("bad").reason()).isEqualTo("model.safetensors is truncated");
        assertThat(role().pin("any")).contains("v1");
        assertThat(host.loaded).containsExactly("v1");
    }

    @Test
    void shouldNotBlameAVersionWhoseTrialItsOwnEndCutShort() {
        Exchange exchange = exchange();
        await().atMost(SLOW).until(exchange::ready);
        Thread closing = new Thread(exchange::close);
        host.trial = () -> {
            closing.start();
            await().atMost(SLOW).until(() -> closing.getState() == Thread.State.TIMED_WAITING);
            return Optional.of("the model is closed");
        };
        publish(by().imported(model("bad")), by().challenged(role(), "bad", 0.5));

        await().atMost(SLOW).until(() -> closing.getState() == Thread.State.TERMINATED);
        assertThat(role().state("bad")).contains(VersionState.AT_REST);
    }

    @Test
    void shouldLeaveNoNativeMemoryBehind() throws IOException {
        DirectoryWeightsStore store = new DirectoryWeightsStore(directory.resolve("models"));
        String next = store.put(variant());
        try (Doctors doctors = Doctors.open(
                broker.departments,
                DoctorSettings.of(STARTER, store, new GeneratorSettings(2, 0, 1)),
                variable -> Optional.empty(),
                clock,
                new Random(1))) {
            String first = doctors.versions().get(0).getVersion();
            publish(by().imported(model(first)), by().ready(ROLE, first));
            publish(by().promoted(role(), first, "first"));
            try (Exchange exchange = exchange(doctors)) {
                await().atMost(SLOW).until(exchange::ready);
                long one = settled();
                publish(by().imported(model(next)), by().promoted(role(), next, "{}"));
                await().atMost(SLOW).until(() -> role().aliases().champion().equals(Optional.of(next)));
                long both = settled();

                assertThat(both).isGreaterThan(one);
                clock.pass(broker.departments.longestCase().plusSeconds(1));
                await().atMost(SLOW).until(() -> Torch.owned() == one);
            }
        }
    }

    /** What is owned when nothing is computed any more: the last answer's tensors go a moment after the answer. */
    private static long settled() {
        AtomicLong last = new AtomicLong(-1);
        await().atMost(SLOW).until(() -> last.getAndSet(Torch.owned()) == last.get());
        return last.get();
    }

    private Path variant() throws IOException {
        Path copy = Files.createDirectories(directory.resolve("variant"));
        try (Stream<Path> files = Files.list(STARTER.resolve("generalist"))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        Files.writeString(copy.resolve("config.json"), " ", StandardOpenOption.APPEND);
        return copy;
    }

    @Test
    void shouldLetOneOfTwoPublishersWinAndTellTheOther() throws Exception {
        publish(by().imported(model("v2")), by().imported(model("v3")));
        CyclicBarrier both = new CyclicBarrier(2);
        List<LogEntry> told = new CopyOnWriteArrayList<>();
        List<Thread> trainers = List.of("v2", "v3").stream()
                .map(version -> new Thread(() -> {
                    try (VersionLog own = VersionLog.open(broker.connection(), broker.serdes)) {
                        RoleVersions seen = own.now().role(ROLE);
                        both.await();
                        told.add(own.publish(by().promoted(seen, version, "{}")));
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }))
                .toList();
        trainers.forEach(Thread::start);
        for (Thread trainer : trainers) {
            trainer.join();
        }

        assertThat(told).hasSize(2).filteredOn(LogEntry::counts).hasSize(1);
        String winner = told.stream()
                .filter(LogEntry::counts)
                .findFirst()
                .orElseThrow()
                .change()
                .getVersion();
        assertThat(role().aliases().candidate()).contains(winner);
        assertThat(told).filteredOn(entry -> !entry.counts()).allMatch(entry -> entry.refusal()
                .contains("somebody else was faster"));
    }

    private Exchange exchange() {
        return exchange(host);
    }

    private Exchange exchange(VersionHost where) {
        return Exchange.start(
                "worker-1", broker.departments, where, broker.connection(), broker.serdes, clock, Monitor.silent());
    }

    private RoleVersions role() {
        return log.now().role(ROLE);
    }

    private void publish(ModelChange... changes) {
        for (ModelChange change : changes) {
            assertThat(log.publish(change).refusal()).isEmpty();
        }
    }

    private Changes by() {
        return new Changes("ann", clock.instant());
    }

    private static ModelVersion model(String version) {
        return ModelVersion.newBuilder()
                .setDoctor(ROLE)
                .setVersion(version)
                .setName("synthetic")
                .setLocation("here")
                .setPublishedAt(Instant.EPOCH)
                .build();
    }

    /** Loads every version but those called "bad". */
    private static final class FakeHost implements VersionHost {
        private final Set<String> loaded = ConcurrentHashMap.newKeySet();
        private final List<Set<String>> calls = new CopyOnWriteArrayList<>();
        private volatile Supplier<Optional<String>> trial = Optional::empty;

        @Override
        public Optional<String> prepare(String doctor, String version) {
            if (version.equals("bad")) {
                return trial.get();
            }
            loaded.add(version);
            return Optional.empty();
        }

        @Override
        public void keepOnly(Set<String> versions) {
            loaded.retainAll(versions);
            calls.add(new HashSet<>(versions));
        }
    }
}
