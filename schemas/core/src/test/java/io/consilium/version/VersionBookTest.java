package io.consilium.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.consilium.record.ModelChange;
import io.consilium.record.ModelVersion;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VersionBookTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final String ROLE = "attending";

    private VersionBook book = VersionBook.EMPTY;
    private Instant now = T0;

    @Test
    void shouldPromoteOnlyWhenAWorkerIsReady() {
        firstChampion("v1");
        happens(by().imported(model("v2")), by().promoted(role(), "v2", "{}"));

        assertThat(role().aliases().champion()).contains("v1");
        assertThat(role().aliases().candidate()).contains("v2");
        assertThat(role().pin("c")).contains("v1");

        happens(by().ready(ROLE, "v2"));

        assertThat(role().pin("c")).contains("v2");
        assertThat(role().aliases().candidate()).isEmpty();
        assertThat(role().known().get("v1").retiredAt()).contains(now);
        assertThat(role().state("v1")).contains(VersionState.AT_REST);
    }

    @Test
    void shouldKeepTheChampionWhenTheCandidateFails() {
        firstChampion("v1");
        happens(
                by().imported(model("v2")),
                by().promoted(role(), "v2", "{}"),
                by().failed(ROLE, "v2", "model.safetensors is truncated"));

        assertThat(role().pin("c")).contains("v1");
        assertThat(role().state("v2")).contains(VersionState.FAILED);
        assertThat(role().known().get("v1").retiredAt()).isEmpty();
        assertThat(refusal(by().promoted(role(), "v2", "{}"))).contains("truncated", "import it again");
        assertThat(refusal(by().ready(ROLE, "v2"))).contains("truncated");

        happens(by().imported(model("v2")), by().promoted(role(), "v2", "{}"), by().ready(ROLE, "v2"));
        assertThat(role().pin("c")).contains("v2");
    }

    @Test
    void shouldFallBackFromAChampionThatFails() {
        champions("v1", "v2", "v3");
        happens(by().failed(ROLE, "v2", "gone"), by().failed(ROLE, "v3", "gone"));

        assertThat(role().aliases().champion()).contains("v1");

        happens(by().failed(ROLE, "v1", "gone"));
        assertThat(role().aliases().champion()).isEmpty();
    }

    @Test
    void shouldKnowWhoseWeightsNobodyNeeds() {
        champions("v1", "v2", "v3");
        Instant afterAll = now.plusSeconds(1);
        happens(by().imported(ModelVersion.newBuilder(model("v1"))
                .setDoctor("triage")
                .setPublishedAt(T0)
                .build()));

        assertThat(book.removable(afterAll)).as("v2 would be rolled back to").containsExactly("v1");
        assertThat(book.removable(T0.minusSeconds(1)))
                .as("open cases may need it")
                .isEmpty();

        RoleVersions triage = book.role("triage");
        happens(by().ready("triage", "v1"), by().promoted(triage, "v1", "{}"));
        assertThat(book.removable(now.plusSeconds(1)))
                .as("another role uses it")
                .isEmpty();
    }

    @Test
    void shouldLetOneOfTwoWinThatDecideAtOnce() {
        firstChampion("v1");
        happens(by().imported(model("v2")), by().imported(model("v3")));
        RoleVersions seen = role();
        ModelChange one = new Changes("ann", now).promoted(seen, "v2", "{}");
        ModelChange other = new Changes("bob", now).promoted(seen, "v3", "{}");

        happens(one);
        assertThat(refusal(other)).contains("somebody else was faster", "revision 1", "revision 2");

        assertThat(role().aliases().candidate()).contains("v2");
        assertThat(role().history().stream().filter(LogEntry::counts).count())
                .isEqualTo(role().history().size() - 1);
    }

    @Test
    void shouldRefuseWhatCannotBe() {
        firstChampion("v1");

        assertThat(refusal(by().promoted(role(), "v9", "{}"))).contains("never imported");
        assertThat(refusal(by().promoted(role(), "v1", "{}"))).contains("is the champion");
        assertThat(refusal(by().stoodDown(role(), "v1"))).contains("not the challenger");
        happens(by().imported(model("v2")));
        assertThat(refusal(by().challenged(role(), "v2", 1.5))).contains("at most 1");
        assertThat(role().revision()).isEqualTo(1);
    }

    @Test
    void shouldGiveAChallengerItsShareOfTheCases() {
        firstChampion("v1");
        happens(by().imported(model("v2")), by().challenged(role(), "v2", 0.25));
        assertThat(share("v2")).isZero();

        happens(by().ready(ROLE, "v2"));
        assertThat(share("v2")).isCloseTo(0.25, within(0.02));
        assertThat(role().pin("case 7")).isEqualTo(role().pin("case 7"));

        happens(by().failed(ROLE, "v2", "mumbles"));
        assertThat(share("v1")).isEqualTo(1);
        assertThat(role().aliases().challenger()).isEmpty();
    }

    @Test
    void shouldMakeAReadyChallengerChampionAtOnce() {
        firstChampion("v1");
        happens(by().imported(model("v2")), by().challenged(role(), "v2", 0.5), by().ready(ROLE, "v2"));
        happens(by().promoted(role(), "v2", "{}"));

        assertThat(role().aliases()).isEqualTo(Aliases.NONE.champion(java.util.Optional.of("v2")));
        assertThat(role().known().get("v2").retiredAt()).isEmpty();
    }

    @Test
    void shouldRollBackThroughTheFormerChampion() {
        champions("v1", "v2");
        assertThat(role().formerChampion()).contains("v1");

        happens(by().rolledBack(role(), "v1", "complaints"), by().ready(ROLE, "v1"));

        assertThat(role().pin("c")).contains("v1");
        assertThat(role().known().get("v1").retiredAt()).isEmpty();
        assertThat(role().formerChampion()).contains("v2");
    }

    @Test
    void shouldKnowWhoServedWhen() {
        champions("v1", "v2");
        Instant second = now;

        assertThat(role().servedAt(T0.minusSeconds(1))).isEmpty();
        assertThat(role().servedAt(second.minusMillis(1))).contains("v1");
        assertThat(role().servedAt(second)).contains("v2");
        assertThat(role().servedAt(second.plusSeconds(9))).contains("v2");
    }

    @Test
    void shouldFindAVersionByTheBeginningOfItsHash() {
        happens(by().imported(model("ab1")), by().imported(model("ab2")), by().imported(model("ab")));

        assertThat(role().find("ab1")).contains("ab1");
        assertThat(role().find("ab")).contains("ab");
        assertThat(role().find("a")).isEmpty();
        assertThat(role().find("c")).isEmpty();
    }

    private void firstChampion(String version) {
        happens(by().imported(model(version)), by().ready(ROLE, version));
        happens(by().promoted(role(), version, "first"));
    }

    private void champions(String first, String... others) {
        firstChampion(first);
        for (String version : others) {
            happens(by().imported(model(version)), by().promoted(role(), version, "{}"), by().ready(ROLE, version));
        }
    }

    private double share(String version) {
        int cases = 10_000;
        long served = IntStream.range(0, cases)
                .filter(number -> role().pin("case " + number).orElseThrow().equals(version))
                .count();
        return (double) served / cases;
    }

    private void happens(ModelChange... changes) {
        for (ModelChange change : changes) {
            assertThat(refusal(change)).isEmpty();
        }
    }

    private String refusal(ModelChange change) {
        book = book.apply(change);
        return role().history().get(role().history().size() - 1).refusal();
    }

    private RoleVersions role() {
        return book.role(ROLE);
    }

    private Changes by() {
        now = now.plusSeconds(1);
        return new Changes("ann", now);
    }

    private static ModelVersion model(String version) {
        return ModelVersion.newBuilder()
                .setDoctor(ROLE)
                .setVersion(version)
                .setName("synthetic")
                .setLocation("here")
                .setPublishedAt(T0)
                .build();
    }
}
