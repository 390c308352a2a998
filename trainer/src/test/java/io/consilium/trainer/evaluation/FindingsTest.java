package io.consilium.trainer.evaluation;

import static io.consilium.trainer.evaluation.Scripted.answer;
import static io.consilium.trainer.evaluation.TestCases.sample;
import static io.consilium.trainer.evaluation.TestCases.set;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.consilium.record.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The same figures as text, JSON and a page. */
class FindingsTest {
    private static final TestSet SET = set(
            sample("one", "Radiologist", "left", "left", "right"),
            sample("two", "Surgeon", "right", "left", "left"),
            sample("three", "Surgeon", "left", "left", "left"));
    private static final Findings FINDINGS = findings();

    private static Findings findings() {
        List<Graded> left = graded("left");
        Confusion confusion = new Confusion(List.of("Surgeon", "nowhere"), Map.of("Surgeon", List.of(2, 0)));
        return new Findings(
                new Occasion(
                        Map.of("model", new Occasion.Examined("<b>", "0123456789abcdef", "greedy")),
                        List.of(Occasion.Cases.of(SET)),
                        Protocol.greedy(Role.ATTENDING),
                        "abc123"),
                left,
                Scoreboard.of(left),
                Optional.of(Comparison.of(left, graded("right"), 1)),
                Optional.of(confusion));
    }

    private static List<Graded> graded(String said) {
        return new Examination(
                        new Scripted((task, draw, sampling) -> answer(said)),
                        TestCases.tasks(),
                        Protocol.greedy(Role.ATTENDING))
                .of(SET);
    }

    @Test
    void shouldSayThemInATerminal() {
        assertThat(FINDINGS.text())
                .contains("model: <b> @ 0123456789ab, greedy", "cases: made-up 3", "commit: abc123")
                .containsPattern("all +3 +66.7 % +20.8–93.9 +100.0 %")
                .containsPattern("hard +1 +0.0 %")
                .containsPattern("all +3 +66.7 % +33.3 % +\\+33.3 \\(-100.0 to \\+100.0\\) +2 +1 +1.000")
                .containsPattern("Surgeon +2 +·");
    }

    @Test
    void shouldWriteThemAsJson() throws JsonProcessingException {
        JsonNode root = new ObjectMapper().readTree(FINDINGS.json().toString());
        assertThat(root.at("/model/version").asText()).isEqualTo("0123456789abcdef");
        assertThat(root.at("/protocol/mode").asText()).isEqualTo("greedy");
        assertThat(root.at("/groups/0/accuracy").asDouble()).isEqualTo(2 / 3.0);
        assertThat(root.at("/comparison/0/difference").asDouble()).isEqualTo(1 / 3.0);
        assertThat(root.at("/confusion/counts/Surgeon/0").asInt()).isEqualTo(2);
        assertThat(root.at("/cases/1/difficulty").asText()).isEqualTo("hard");
        assertThat(root.at("/cases")).hasSize(3);
    }

    @Test
    void shouldDrawThemOnAPageOfItsOwn() {
        assertThat(FINDINGS.html())
                .contains("<!DOCTYPE html>", "&lt;b&gt;", "66.7 % right of 3 cases", "<svg", "Where triage sends cases")
                .doesNotContain("<b>", "http://", "https://", "<script");
    }
}
