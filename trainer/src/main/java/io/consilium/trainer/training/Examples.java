package io.consilium.trainer.training;

import io.consilium.model.vlm.ChatPrompt;
import io.consilium.trainer.evaluation.Evaluation.Answered;
import io.consilium.trainer.run.AnswerExample;
import io.consilium.trainer.sample.Difficulty;
import io.consilium.trainer.sample.Png;
import io.consilium.trainer.sample.Task;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns answered tasks into what the report shows. */
final class Examples {
    private Examples() {}

    static AnswerExample of(Answered before, Answered after) {
        Task task = before.task();
        return new AnswerExample(
                task.id(),
                text(task.prompt()),
                picture(task.prompt()),
                task.truth(),
                task.difficulty().map(Difficulty::word).orElse(""),
                new AnswerExample.Reply(before.text(), before.reward()),
                new AnswerExample.Reply(after.text(), after.reward()));
    }

    private static Stream<ChatPrompt.Part> parts(ChatPrompt prompt) {
        return prompt.messages().get(prompt.messages().size() - 1).parts().stream();
    }

    private static String text(ChatPrompt prompt) {
        return parts(prompt)
                .filter(ChatPrompt.Part.Text.class::isInstance)
                .map(part -> ((ChatPrompt.Part.Text) part).text())
                .collect(Collectors.joining("\n"));
    }

    /** The first one. */
    private static String picture(ChatPrompt prompt) {
        return parts(prompt)
                .filter(ChatPrompt.Part.Image.class::isInstance)
                .map(part -> Png.of(((ChatPrompt.Part.Image) part).picture()))
                .map(Base64.getEncoder()::encodeToString)
                .findFirst()
                .orElse("");
    }
}
