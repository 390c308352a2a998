package io.consilium.trainer.evaluation;

import io.consilium.model.vlm.Sampling;
import io.consilium.trainer.sample.Task;
import java.util.ArrayList;
import java.util.List;

/** An examinee for tests that says what a script says; every prompt has 10 tokens, every reply as many as it has words. */
final class Scripted implements Examinee {
    private final Script script;
    final List<Question> heard = new ArrayList<>();

    interface Script {
        /** @param draw counted from 0 */
        String reply(Task task, int draw, Sampling sampling);
    }

    Scripted(Script script) {
        this.script = script;
    }

    static String answer(String said) {
        return "<think>because</think><answer>" + said + "</answer>";
    }

    @Override
    public List<List<Said>> answer(List<Question> questions) {
        heard.addAll(questions);
        return questions.stream().map(this::answer).toList();
    }

    private List<Said> answer(Question question) {
        List<Said> replies = new ArrayList<>();
        for (Sampling draw : question.draws()) {
            String text = script.reply(question.task(), replies.size(), draw);
            replies.add(new Said(text, 10, text.split(" ").length));
        }
        return replies;
    }
}
