package io.consilium.standalone.bench;

import io.consilium.model.vlm.GenerateBench;
import io.consilium.record.Case;
import io.consilium.standalone.cases.CaseFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** The bundled cases as questions to a specialist. */
public final class DemoQuestions {
    private DemoQuestions() {}

    public static List<GenerateBench.Question> of(Path demoCases) {
        return CaseFile.read(demoCases, CaseFile.Format.CONSILIUM, "bench").cases().stream()
                .map(written -> question(written.theCase(), written.department().orElse("specialist")))
                .toList();
    }

    private static GenerateBench.Question question(Case theCase, String department) {
        ByteBuffer content =
                theCase.getImages().get(0).getContent().orElseThrow().duplicate();
        byte[] picture = new byte[content.remaining()];
        content.get(picture);
        return new GenerateBench.Question(
                "You are a " + department + ". Give your opinion on this case.",
                picture,
                theCase.getQuestion() + "\nOptions: " + String.join(", ", theCase.getOptions())
                        + "\nThink first, then reply as <think>...</think><answer>one option</answer>");
    }
}
