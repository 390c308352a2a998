package io.consilium.trainer.training;

import io.consilium.image.Picture;
import io.consilium.model.vlm.ChatPrompt;
import io.consilium.trainer.evaluation.Evaluation.Answered;
import io.consilium.trainer.run.AnswerExample;
import io.consilium.trainer.sample.Difficulty;
import io.consilium.trainer.sample.Task;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

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
                .map(part -> png(((ChatPrompt.Part.Image) part).picture()))
                .findFirst()
                .orElse("");
    }

    private static String png(Picture picture) {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        byte[] rgb = picture.rgb();
        for (int i = 0; i < rgb.length / 3; i++) {
            int pixel = (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | rgb[3 * i + 2] & 0xff;
            image.setRGB(i % picture.width(), i / picture.width(), pixel);
        }
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", bytes);
            return Base64.getEncoder().encodeToString(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
