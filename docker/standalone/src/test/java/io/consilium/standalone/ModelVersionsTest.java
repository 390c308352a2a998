package io.consilium.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.department.DepartmentsFile;
import io.consilium.model.vlm.RandomCheckpoint;
import io.consilium.record.Reply;
import io.consilium.record.Role;
import io.consilium.record.Verdict;
import io.consilium.record.VerdictStatus;
import io.consilium.standalone.cases.CaseFile;
import io.consilium.standalone.cases.CaseRun;
import io.consilium.standalone.cases.WrittenCase;
import io.consilium.standalone.service.Home;
import io.consilium.standalone.service.LocalStaff;
import io.consilium.standalone.service.RecordPublisher;
import io.consilium.standalone.service.Service;
import io.consilium.standalone.service.ServiceSettings;
import io.consilium.standalone.service.Tail;
import io.consilium.topic.Topics;
import io.consilium.trainer.gate.PolicyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Model versions of a running service with the starter checkpoints, through the commands that their users use. */
class ModelVersionsTest {
    private static final String SOURCE = "demo";
    private static final int SLOTS = 8;
    private static final String PROMOTER = "ml-engineer";

    @TempDir
    private static Path directory;

    private static ServiceSettings settings;
    private static Service service;

    @BeforeAll
    static void start() {
        settings = ServiceSettings.bundled(directory.resolve("data")).withSlots(SLOTS, 2);
        service = started();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Service started() {
        return Service.start(
                settings,
                LocalStaff.open(DepartmentsFile.bundled(), Home.find().models(), settings.weights(), SLOTS, 1));
    }

    @Test
    void shouldLoseNoCaseWhileVersionsChange() throws Exception {
        String first = champion("attending");
        String second = imported(variant("generalist", 1), "attending");
        AtomicBoolean enough = new AtomicBoolean();
        ConcurrentLinkedQueue<Verdict> verdicts = new ConcurrentLinkedQueue<>();
        CompletableFuture<Integer> load = CompletableFuture.supplyAsync(() -> underLoad(enough, verdicts));

        assertThat(promote(second, "attending").exitCode()).isZero();
        assertThat(champion("attending")).isEqualTo(second);
        int until = verdicts.size() + 16;
        org.awaitility.Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> verdicts.size() > until);
        assertThat(run("model", "rollback", "--role", "attending", "--reason", "test")
                        .exitCode())
                .isZero();
        assertThat(champion("attending")).isEqualTo(first);
        enough.set(true);

        assertThat(load.get()).as("cases that were lost").isZero();
        assertThat(verdicts).hasSizeGreaterThan(16).allSatisfy(verdict -> {
            assertThat(verdict.getStatus()).isEqualTo(VerdictStatus.DECIDED);
            assertThat(verdict.getMissing()).isEmpty();
        });
        Set<String> used = verdicts.stream()
                .flatMap(verdict -> verdict.getModels().stream())
                .filter(model -> model.getRole() == Role.ATTENDING)
                .map(model -> model.getModelVersion().orElseThrow())
                .collect(Collectors.toSet());
        assertThat(used).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void shouldMarkAVersionThatAnswersOutOfFormatAndKeepTheChampion() {
        String champion = champion("triage");
        Path starter = Home.find().models().resolve("generalist");
        RandomCheckpoint.write(starter.resolve("config.json"), directory.resolve("noise"), Optional.of(starter), 1);
        String noise = imported(directory.resolve("noise"), "triage");

        Shell.Result promoted = promote(noise, "triage");

        assertThat(promoted.exitCode()).isEqualTo(1);
        assertThat(promoted.out()).contains("failed, the champion goes on", "out of format");
        assertThat(champion("triage")).isEqualTo(champion);
        assertThat(run("model", "list").out()).contains("failed", "out of format");
        Shell.Result again = promote(noise, "triage");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.out()).contains("Refused", "import it again");
    }

    @Test
    void shouldTellALatePublisherThatAnotherWasFaster() throws IOException {
        String version = imported(variant("specialist", 2), "specialist");
        int revision = state("specialist").get(0).path("revision").asInt();
        promote(version, "specialist");
        String other = imported(variant("specialist", 3), "specialist");

        Shell.Result late = run(
                "model",
                "promote",
                other,
                "--role",
                "specialist",
                "--by",
                PROMOTER,
                "--evidence",
                evidence(other, "specialist"),
                "--at-revision",
                String.valueOf(revision));

        assertThat(late.exitCode()).isEqualTo(1);
        assertThat(late.out()).contains("somebody else was faster", "revision " + revision);
        assertThat(champion("specialist")).isEqualTo(version);
        assertThat(run("model", "history", "--role", "specialist").out()).contains("REFUSED", "PROMOTED", "evidence");
        assertThat(run("model", "served-at", Instant.now().toString(), "--role", "specialist")
                        .out())
                .contains(version);
    }

    @Test
    void shouldAskThePolicyWhoMayPromoteWhat() throws IOException {
        String champion = champion("specialist");
        String version = imported(variant("specialist", 6), "specialist");
        String evidence = evidence(version, "specialist");

        Shell.Result unnamed = promote(version, "specialist", "mallory", evidence);
        assertThat(unnamed.exitCode()).isEqualTo(2);
        assertThat(unnamed.err()).contains("mallory may not promote", "names " + PROMOTER);
        Shell.Result other = promote(version, "specialist", PROMOTER, evidence("f".repeat(64), "specialist"));
        assertThat(other.err()).contains("is about another version");
        String refused =
                Files.writeString(directory.resolve("refused.json"), """
                {"passed": false, "refusals": ["accuracy 51.0 %: the policy wants 60.0 %"]}
                """).toString();
        assertThat(promote(version, "specialist", PROMOTER, refused).err())
                .contains("the gate refused the candidate: accuracy 51.0 %", "was made by another policy");
        assertThat(champion("specialist")).isEqualTo(champion);
    }

    @Test
    void shouldGiveAChallengerCasesUntilItIsEnded() throws IOException {
        String challenger = imported(variant("generalist", 4), "triage");
        String[] by = {"--role", "triage", "--by", "ann"};

        assertThat(run(by, "model", "challenge", challenger, "--share", "0.5").out())
                .contains("is now challenger 50% of triage");
        assertThat(run(by, "model", "challenge", challenger, "--share", "1.5").out())
                .contains("at most 1");
        assertThat(run(by, "model", "challenge", challenger, "--share", "0").out())
                .contains("challenges no more");
        assertThat(run(by, "model", "challenge", challenger, "--share", "0").exitCode())
                .isEqualTo(1);
    }

    @Test
    void shouldServeThePromotedVersionAfterARestart() throws IOException {
        String version = imported(variant("specialist", 5), "specialist");
        promote(version, "specialist");

        service.close();
        service = started();

        assertThat(champion("specialist")).isEqualTo(version);
        ConcurrentLinkedQueue<Verdict> verdicts = new ConcurrentLinkedQueue<>();
        assertThat(oneRound("restarted", verdicts)).isZero();
        assertThat(verdicts.stream()
                        .flatMap(verdict -> verdict.getModels().stream())
                        .filter(model -> model.getRole() == Role.SPECIALIST))
                .allMatch(model -> model.getModelVersion().equals(Optional.of(version)));
        JsonNode compared = run("model", "compare", "--role", "specialist", "--json").json().stream()
                .filter(tally -> tally.path("version").asText().equals(version))
                .findFirst()
                .orElseThrow();
        assertThat(compared.path("alias").asText()).isEqualTo("champion");
        assertThat(compared.path("decided").asInt()).isEqualTo(SLOTS * 2);
        assertThat(run("model", "compare", "--role", "specialist").out()).contains("with majority", "champion");
    }

    @Test
    void shouldRemoveNoWeightsThatMayBeNeeded() throws IOException {
        String weights = "file:" + settings.data().resolve("models");
        String version = imported(variant("specialist", 7), "specialist");

        Shell.Result pruned = run("model", "prune", "--weights", weights, "--unused-for", "1");
        assertThat(pruned.exitCode()).as(pruned.err()).isZero();
        assertThat(pruned.err()).contains("0 removed");
        assertThat(settings.weights().find(version)).isPresent();
        assertThat(run("model", "prune", "--weights", weights, "--unused-for", "0")
                        .err())
                .contains("--unused-for must be at least 1");
        assertThat(run("model", "prune", "--weights", "ftp://x").err()).contains("names no store");
    }

    @Test
    void shouldSayWhatCannotBeUsed() {
        assertThat(run("model", "history", "--role", "nobody").err()).contains("no model was ever imported for");
        assertThat(run("model", "served-at", "yesterday", "--role", "triage").err())
                .contains("2026-11-21T16:00:00Z");
        assertThat(run("model", "served-at", "2000-01-01T00:00:00Z", "--role", "triage")
                        .exitCode())
                .isEqualTo(1);
        assertThat(run("model", "import", directory.toString(), "--role", "triage")
                        .err())
                .contains("config.json");
        assertThat(promote("0123456789", "triage").err()).contains("begins with '0123456789'");
        Shell.Result none = run(
                "model", "promote", champion("triage"), "--role", "triage", "--by", "ann", "--evidence", "absent.json");
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("absent.json");
    }

    private static int underLoad(AtomicBoolean enough, ConcurrentLinkedQueue<Verdict> verdicts) {
        int lost = 0;
        for (int round = 0; !enough.get(); round++) {
            lost += oneRound("round-" + round, verdicts);
        }
        return lost;
    }

    /** @return how many cases ended without a verdict, or not at all */
    private static int oneRound(String round, ConcurrentLinkedQueue<Verdict> verdicts) {
        List<WrittenCase> cases =
                CaseFile.read(Home.find().demoCases(), CaseFile.Format.CONSILIUM, SOURCE).cases().stream()
                        .limit(SLOTS * 2L)
                        .map(one -> one.as(one.theCase().getCaseId() + "-" + round))
                        .toList();
        int before = verdicts.size();
        try (RecordPublisher publisher = new RecordPublisher(service.endpoints(), service.serdes());
                Tail<Reply> replies = new Tail<>(
                        service.endpoints(), service.serdes(), Reply.class, List.of(Topics.replies(SOURCE)))) {
            new CaseRun(publisher, replies, SLOTS, Duration.ofMinutes(2))
                    .run(cases, ended -> ended.reply().getVerdict().ifPresent(verdicts::add));
        }
        return cases.size() - (verdicts.size() - before);
    }

    /** The same weights under another hash. */
    private static Path variant(String starter, int number) throws IOException {
        Path copy = Files.createDirectories(directory.resolve("variant-" + number));
        try (Stream<Path> files = Files.list(Home.find().models().resolve(starter))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        Files.writeString(copy.resolve("config.json"), " ".repeat(number), StandardOpenOption.APPEND);
        return copy;
    }

    private static String imported(Path checkpoint, String role) {
        Shell.Result result = run("model", "import", checkpoint.toString(), "--role", role);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.out().strip();
    }

    private static Shell.Result promote(String version, String role) {
        return promote(version, role, PROMOTER, evidence(version, role));
    }

    private static Shell.Result promote(String version, String role, String by, String evidence) {
        return run("model", "promote", version, "--role", role, "--by", by, "--evidence", evidence);
    }

    /** As the gate writes it about a candidate that passed. */
    private static String evidence(String version, String role) {
        String policy = PolicyFile.bundled(DepartmentsFile.bundled().names()).hash();
        String record = """
                {"passed": true, "policy": {"hash": "%s"}, "protocol": {"role": "%s"},
                 "candidate": {"version": "%s"}, "champion": {"version": "%s"}}
                """.formatted(policy, role, version, champion(role));
        try {
            return Files.writeString(directory.resolve("evidence.json"), record).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String champion(String role) {
        return state(role).stream()
                .filter(version -> version.path("alias").asText().equals("champion"))
                .map(version -> version.path("version").asText())
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> state(String role) {
        return run("model", "list", "--json").json().stream()
                .filter(version -> version.path("role").asText().equals(role))
                .toList();
    }

    private static Shell.Result run(String[] more, String... arguments) {
        return run(Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new));
    }

    private static Shell.Result run(String... arguments) {
        return Shell.run(service.endpoints(), arguments);
    }
}
