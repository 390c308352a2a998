package io.consilium.trainer.evaluation;

import io.consilium.model.vlm.BatchGenerator;
import io.consilium.model.vlm.Completion;
import io.consilium.model.vlm.TrainableModel;
import io.consilium.model.vlm.Training;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A checkpoint that answers. Owns the loaded weights; used by one thread at a time. */
public final class CheckpointExaminee implements Examinee, AutoCloseable {
    /** Replies that are computed, and prompts that are held, at once. */
    private static final int AT_ONCE = 64;

    private final TrainableModel model;
    private final BatchGenerator generator;

    private CheckpointExaminee(TrainableModel model, int threads) {
        this.model = model;
        generator = new BatchGenerator(model.speaker(), AT_ONCE, threads);
    }

    /** @throws io.consilium.model.vlm.ModelException when it is no checkpoint that this model can be */
    public static CheckpointExaminee open(Path checkpoint, int threads) {
        return new CheckpointExaminee(TrainableModel.load(checkpoint, Training.FULL, threads), threads);
    }

    @Override
    public List<List<Said>> answer(List<Question> questions) {
        List<List<Said>> answers = new ArrayList<>();
        for (int from = 0; from < questions.size(); from += AT_ONCE) {
            List<Question> part = questions.subList(from, Math.min(from + AT_ONCE, questions.size()));
            generator
                    .answer(part.stream()
                            .map(question -> new BatchGenerator.Ask(
                                    model.encode(question.task().prompt()), question.draws()))
                            .toList())
                    .forEach(replies -> answers.add(
                            replies.stream().map(CheckpointExaminee::said).toList()));
        }
        return answers;
    }

    private static Said said(Completion reply) {
        return new Said(reply.text(), reply.promptTokens(), reply.tokens().length);
    }

    @Override
    public void close() {
        generator.close();
        model.close();
    }
}
