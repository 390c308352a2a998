package io.consilium.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Model versions of a running service with the starter checkpoints, through the commands that their users use. */
class ModelVersionsTest {
    private static final String SOURCE = "demo";
    private static final int SLOTS = 8;

    @TempDir
    private static Path directory;

    private static ServiceSettings settings;
    private static Service service;
    private static ModelCommands models;

    @BeforeAll
    static void start() {
        settings = ServiceSettings.bundled(directory.resolve("data")).withSlots(SLOTS, 2);
        service = started();
        models = new ModelCommands(() -> service.endpoints(), directory);
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
        String first = models.champion("attending");
        String second = models.imported(models.variant("generalist", 1), "attending");
        AtomicBoolean enough = new AtomicBoolean();
        ConcurrentLinkedQueue<Verdict> verdicts = new ConcurrentLinkedQueue<>();
        CompletableFuture<Integer> load = CompletableFuture.supplyAsync(() -> underLoad(enough, verdicts));

        assertThat(models.promote(second, "attending").exitCode()).isZero();
        assertThat(models.champion("attending")).isEqualTo(second);
        int until = verdicts.size() + 16;
        await().atMost(Duration.ofMinutes(2)).until(() -> verdicts.size() > until);
        assertThat(models.run("rollback", "--role", "attending", "--reason", "test")
                        .exitCode())
                .isZero();
        assertThat(models.champion("attending")).isEqualTo(first);
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
    void shouldMarkAVersionThatAnswersOutOfFormatAndKeepTheChampion() throws IOException {
        String champion = models.champion("triage");
        Path starter = Home.find().models().resolve("generalist");
        RandomCheckpoint.write(starter.resolve("config.json"), directory.resolve("noise"), Optional.of(starter), 1);
        String noise = models.imported(directory.resolve("noise"), "triage");

        Shell.Result promoted = models.promote(noise, "triage");

        assertThat(promoted.exitCode()).isEqualTo(1);
        assertThat(promoted.out()).contains("failed, the champion goes on", "out of format");
        assertThat(models.champion("triage")).isEqualTo(champion);
        assertThat(models.run("list").out()).contains("failed", "out of format");
        Shell.Result again = models.promote(noise, "triage");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.out()).contains("Refused", "import it again");
    }

    @Test
    void shouldTellALatePublisherThatAnotherWasFaster() throws IOException {
        String version = models.imported(models.variant("specialist", 2), "specialist");
        int revision = models.state("specialist").get(0).path("revision").asInt();
        models.promote(version, "specialist");
        String other = models.imported(models.variant("specialist", 3), "specialist");

        Shell.Result late = models.run(
                "promote",
                other,
                "--role",
                "specialist",
                "--by",
                ModelCommands.PROMOTER,
                "--evidence",
                models.evidence(other, "specialist"),
                "--at-revision",
                String.valueOf(revision));

        assertThat(late.exitCode()).isEqualTo(1);
        assertThat(late.out()).contains("somebody else was faster", "revision " + revision);
        assertThat(models.champion("specialist")).isEqualTo(version);
        assertThat(models.run("history", "--role", "specialist").out()).contains("REFUSED", "PROMOTED", "evidence");
        assertThat(models.run("served-at", Instant.now().toString(), "--role", "specialist")
                        .out())
                .contains(version);
    }

    @Test
    void shouldAskThePolicyWhoMayPromoteWhat() throws IOException {
        String champion = models.champion("specialist");
        String version = models.imported(models.variant("specialist", 6), "specialist");
        String evidence = models.evidence(version, "specialist");

        Shell.Result unnamed = models.promote(version, "specialist", "mallory", evidence);
        assertThat(unnamed.exitCode()).isEqualTo(2);
        assertThat(unnamed.err()).contains("mallory may not promote", "names " + ModelCommands.PROMOTER);
        Shell.Result other = models.promote(
                version, "specialist", ModelCommands.PROMOTER, models.evidence("f".repeat(64), "specialist"));
        assertThat(other.err()).contains("is about another version");
        String refused =
                Files.writeString(directory.resolve("refused.json"), """
                {"passed": false, "refusals": ["accuracy 51.0 %: the policy wants 60.0 %"]}
                """).toString();
        assertThat(models.promote(version, "specialist", ModelCommands.PROMOTER, refused)
                        .err())
                .contains("the gate refused the candidate: accuracy 51.0 %", "was made by another policy");
        assertThat(models.champion("specialist")).isEqualTo(champion);
    }

    @Test
    void shouldGiveAChallengerCasesUntilItIsEnded() throws IOException {
        String challenger = models.imported(models.variant("generalist", 4), "triage");
        String[] by = {"--role", "triage", "--by", "ann"};

        assertThat(models.run(by, "challenge", challenger, "--share", "0.5").out())
                .contains("is now challenger 50% of triage");
        assertThat(models.run(by, "challenge", challenger, "--share", "1.5").out())
                .contains("at most 1");
        assertThat(models.run(by, "challenge", challenger, "--share", "0").out())
                .contains("challenges no more");
        assertThat(models.run(by, "challenge", challenger, "--share", "0").exitCode())
                .isEqualTo(1);
    }

    @Test
    void shouldServeThePromotedVersionAfterARestart() throws IOException {
        String version = models.imported(models.variant("specialist", 5), "specialist");
        models.promote(version, "specialist");

        service.close();
        service = started();

        assertThat(models.champion("specialist")).isEqualTo(version);
        ConcurrentLinkedQueue<Verdict> verdicts = new ConcurrentLinkedQueue<>();
        assertThat(oneRound("restarted", verdicts)).isZero();
        assertThat(verdicts.stream()
                        .flatMap(verdict -> verdict.getModels().stream())
                        .filter(model -> model.getRole() == Role.SPECIALIST))
                .allMatch(model -> model.getModelVersion().equals(Optional.of(version)));
        JsonNode compared = models.run("compare", "--role", "specialist", "--json").json().stream()
                .filter(tally -> tally.path("version").asText().equals(version))
                .findFirst()
                .orElseThrow();
        assertThat(compared.path("alias").asText()).isEqualTo("champion");
        assertThat(compared.path("decided").asInt()).isEqualTo(SLOTS * 2);
        assertThat(models.run("compare", "--role", "specialist").out()).contains("with majority", "champion");
    }

    @Test
    void shouldRemoveNoWeightsThatMayBeNeeded() throws IOException {
        String weights = "file:" + settings.data().resolve("models");
        String version = models.imported(models.variant("specialist", 7), "specialist");

        Shell.Result pruned = models.run("prune", "--weights", weights, "--unused-for", "1");
        assertThat(pruned.exitCode()).as(pruned.err()).isZero();
        assertThat(pruned.err()).contains("0 removed");
        assertThat(settings.weights().find(version)).isPresent();
        assertThat(models.run("prune", "--weights", weights, "--unused-for", "0")
                        .err())
                .contains("--unused-for must be at least 1");
        assertThat(models.run("prune", "--weights", "ftp://x").err()).contains("names no store");
    }

    @Test
    void shouldSayWhatCannotBeUsed() throws IOException {
        assertThat(models.run("history", "--role", "nobody").err()).contains("no model was ever imported for");
        assertThat(models.run("served-at", "yesterday", "--role", "triage").err())
                .contains("2026-11-21T16:00:00Z");
        assertThat(models.run("served-at", "2000-01-01T00:00:00Z", "--role", "triage")
                        .exitCode())
                .isEqualTo(1);
        assertThat(models.run("import", directory.toString(), "--role", "triage")
                        .err())
                .contains("config.json");
        assertThat(models.promote("0123456789", "triage").err()).contains("begins with '0123456789'");
        Shell.Result none = models.run(
                "promote", models.champion("triage"), "--role", "triage", "--by", "ann", "--evidence", "absent.json");
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
}
