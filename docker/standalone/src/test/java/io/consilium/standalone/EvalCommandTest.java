package io.consilium.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.consilium.standalone.service.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Examining the starters as an engineer does it. */
class EvalCommandTest {
    private static final String GENERALIST =
            Home.find().models().resolve("generalist").toString();
    private static final String SPECIALIST =
            Home.find().models().resolve("specialist").toString();

    @TempDir
    private Path directory;

    private static Shell.Result eval(String... options) {
        List<String> words = new ArrayList<>(List.of("eval", "--model", GENERALIST));
        words.addAll(List.of(options));
        return Shell.run(words.toArray(String[]::new));
    }

    private static JsonNode json(Shell.Result result) {
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.json().get(0);
    }

    @Test
    void shouldExamineAgainstAnotherModel() throws IOException {
        Path page = directory.resolve("page.html");
        Shell.Result result =
                eval("--set", "rad,omni", "--count", "8", "--against", SPECIALIST, "--html", page.toString());

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("model: generalist @", "against: specialist @", "set omni", "mean of sets", "95 %");
        assertThat(Files.readString(page)).contains("Evaluation of generalist", "<svg");
    }

    @Test
    void shouldGiveTheSameFiguresAgainAndFromFiles() {
        String[] drawn = {"--set", "slake", "--count", "9", "--seed", "5000", "--json"};
        JsonNode once = json(eval(drawn));
        assertThat(json(eval(drawn))).isEqualTo(once);

        Path cases = directory.resolve("slake");
        assertThat(Shell.run(
                                "phantoms",
                                "slake",
                                "--count",
                                "9",
                                "--seed",
                                "5000",
                                "--specialist",
                                SPECIALIST,
                                "--out",
                                cases.toString())
                        .exitCode())
                .isZero();
        JsonNode read = json(eval("--samples", cases.resolve("cases.jsonl").toString(), "--json"));
        assertThat(read.at("/groups/0")).isEqualTo(once.at("/groups/0"));
        assertThat(read.at("/cases")).hasSize(9);
    }

    @Test
    void shouldVoteRefineAndSpendEqualTokens() {
        JsonNode refined = json(eval(
                "--set",
                "demo",
                "--count",
                "7",
                "--mode",
                "refine",
                "--samples-per-prompt",
                "3",
                "--against",
                GENERALIST,
                "--equal-tokens",
                "--json"));
        assertThat(refined.at("/against/mode").asText())
                .isEqualTo("attending, vote 3 at temperature 1.0 at equal tokens");
        assertThat(refined.at("/comparison/0/cases").asInt()).isEqualTo(7);
        double prompts = refined.at("/groups/0/prompt_tokens").asDouble();
        JsonNode voted =
                json(eval("--set", "demo", "--count", "7", "--mode", "vote", "--samples-per-prompt", "3", "--json"));
        assertThat(prompts)
                .as("drafts and refinement have a prompt each")
                .isGreaterThan(1.8 * voted.at("/groups/0/prompt_tokens").asDouble());
    }

    @Test
    void shouldFollowTheWholeCourseOfACase() {
        JsonNode found = json(eval("--pipeline", "--set", "demo", "--count", "14", "--json"));
        assertThat(found.at("/confusion/columns")).hasSize(8);
        assertThat(found.at("/confusion/counts/Radiologist/0").isInt()).isTrue();
        assertThat(found.at("/specialist/name").asText()).isEqualTo("specialist");

        JsonNode triage = json(eval("--role", "triage", "--set", "demo", "--count", "14", "--json"));
        assertThat(triage.at("/confusion")).isEqualTo(found.at("/confusion"));
        assertThat(triage.at("/groups/0/accuracy").asDouble()).isGreaterThan(0.9);
    }

    @Test
    void shouldSayWhatCannotBeExamined() {
        Shell.Result options = eval("--set", "rat", "--count", "0");
        assertThat(options.exitCode()).isEqualTo(2);
        assertThat(options.err()).contains("--set rat", "omni", "--count 0");

        assertThat(eval("--role", "triage", "--set", "rad", "--against-role", "attending", "--pipeline")
                        .err())
                .contains("--against DIR", "triage has other answers", "--pipeline");
        assertThat(eval().err()).contains("give either --samples FILE or --set SET");
        Shell.Result gone = Shell.run("eval", "--model", "nowhere", "--set", "rad");
        assertThat(gone.exitCode()).isEqualTo(2);
        assertThat(gone.err()).contains("there is no checkpoint directory nowhere");
    }

    @Test
    void shouldSayThatASeedMayHaveBeenTrainedWith() {
        assertThat(eval("--role", "triage", "--set", "rad", "--count", "2", "--seed", "7")
                        .err())
                .contains("seeds below 4000");
    }
}
