package io.consilium.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.problem.FatalException;
import io.consilium.trainer.run.AnswerExample;
import io.consilium.trainer.run.RunDirectory;
import io.consilium.trainer.run.SteppingClock;
import io.consilium.trainer.run.TestRuns;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ReportTest {
    @TempDir
    private Path temporary;

    private Path directory;

    @BeforeEach
    void name() {
        directory = temporary.resolve("run");
    }

    private String page(Consumer<RunDirectory> content) throws IOException {
        try (RunDirectory run = RunDirectory.create(
                directory,
                TestRuns.identity("data1", Map.of()),
                TestRuns.settings(new SteppingClock(), notice -> {}))) {
            content.accept(run);
        }
        return Files.readString(Report.write(directory));
    }

    private static List<String> chartTitles(String page) {
        return Pattern.compile("<figcaption>([^<]*) <small>")
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void drawsEveryChartOfAWholeRun() throws Exception {
        SyntheticRun.write(directory);
        String page = Files.readString(Report.write(directory));
        assertThat(chartTitles(page))
                .containsExactly(
                        "Reward",
                        "Parts of the reward",
                        "Reward by difficulty",
                        "Reward by department",
                        "Validation: accuracy",
                        "Validation: reward",
                        "KL to the reference",
                        "Entropy",
                        "Completion length",
                        "Completions cut at the limit",
                        "Groups without a difference",
                        "Gradient norm",
                        "Learning rate",
                        "Loss");
        assertThat(page)
                .contains("Step 120 after", "Ended: all stages are done. Resumed once.")
                .contains("<td>hard</td><td>240</td><td>40</td><td>its steps were done</td>")
                .contains("stage medium, steps 40 to 80")
                .contains("class=\"up\">▲ +1</b>", "class=\"down\">▼ −1</b>")
                .doesNotContain("<script", "http", "NaN");
        Matcher svgs = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(page);
        while (svgs.find()) {
            // Fails when an SVG is not well-formed.
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svgs.group())));
        }
    }

    @Test
    void drawsOnlyWhatWasLogged() throws IOException {
        String page = page(run -> {
            run.log(1, Map.of("loss", 2.0, "learning_rate", 1e-4));
            run.log(2, Map.of("loss", 1.0, "learning_rate", 1e-4));
        });
        assertThat(chartTitles(page)).containsExactly("Learning rate", "Loss");
        assertThat(page).contains("<td>loss</td><td>2</td><td>1</td><td>1 (step 2)</td>");
        assertThat(page).doesNotContain("Stages", "Answers before");
    }

    @Test
    void drawsASingleStep() throws IOException {
        String page = page(run -> run.log(1, Map.of("reward", 0.5)));
        assertThat(chartTitles(page)).containsExactly("Reward");
        assertThat(page).contains("step 1: reward 0.5").doesNotContain("NaN", "Infinity");
    }

    @Test
    void drawsAStepZeroOfNothing() throws IOException {
        String page = page(run -> run.log(0, Map.of("eval/accuracy", 0.0)));
        assertThat(page).contains("step 0: eval/accuracy 0").doesNotContain("NaN", "Infinity");
    }

    @Test
    void leavesGapsForValuesThatAreNoNumbers() throws IOException {
        String page = page(run -> {
            run.log(1, Map.of("reward", 0.5, "kl", Double.NaN));
            run.log(2, Map.of("reward", Double.NaN, "kl", Double.NaN));
            run.log(3, Map.of("reward", 0.7, "kl", Double.POSITIVE_INFINITY));
        });
        assertThat(chartTitles(page)).containsExactly("Reward");
        assertThat(page).contains("step 1: reward", "step 3: reward").doesNotContain("step 2: reward", "NaN", "null");
    }

    @Test
    void saysThatThereAreNoMetrics() throws IOException {
        String page = page(run -> {});
        assertThat(page).contains("No metrics were logged yet.", "Not ended");
        assertThat(Report.text(directory)).endsWith("\nNo metrics were logged yet.\n");
    }

    @Test
    void escapesWhatModelsAndPeopleWrote() throws IOException {
        String evil = "<script>alert('1')</script>\" onload=\"x & y";
        AnswerExample example = new AnswerExample(
                evil,
                evil,
                "x\" onerror=\"alert(1)",
                evil,
                evil,
                new AnswerExample.Reply(evil, 0),
                new AnswerExample.Reply(evil, 0));
        String page = page(run -> {
            run.stageStarted(evil, 3);
            run.log(1, Map.of("reward/department/" + evil, 0.5));
            run.stageEnded(evil, evil);
            run.ended(evil);
            run.examples(List.of(example));
        });
        assertThat(page)
                .contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot; onload=&quot;x &amp; y")
                .doesNotContain("<script", "onload=\"", "onerror", "<img");
    }

    @Test
    void tellsTheTerminalInShort() {
        SyntheticRun.write(directory);
        String text = Report.text(directory);
        assertThat(text)
                .startsWith("GRPO training from starter/generalist 0f3a\nStep 120 after ")
                .contains("Ended: all stages are done. Resumed once.\n");
        assertThat(text.lines().skip(3).limit(4))
                .containsExactly(
                        "  stage   samples  steps  why it ended",
                        "  easy    480      40     the reward no longer rose",
                        "  medium  360      40     its steps were done",
                        "  hard    240      40     its steps were done");
        assertThat(text).contains("eval/accuracy").contains("(step 120)");
    }

    @Test
    void needsARun() {
        assertThatThrownBy(() -> Report.write(temporary))
                .isInstanceOf(FatalException.class)
                .hasMessage(temporary + " holds no run: it has no run.json");
    }
}
