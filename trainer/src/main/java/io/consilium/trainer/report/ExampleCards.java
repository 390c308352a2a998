package io.consilium.trainer.report;

import io.consilium.trainer.run.AnswerExample;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Answers before and after the training, side by side. */
final class ExampleCards {
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}");

    private ExampleCards() {}

    static String html(List<AnswerExample> examples) {
        return examples.stream().map(ExampleCards::card).collect(Collectors.joining());
    }

    private static String card(AnswerExample example) {
        return """
                <article class="example">
                <header>%s<div><p class="meta">%s · %s</p><pre>%s</pre><p>truth <strong>%s</strong></p></div></header>
                <div class="sides">%s%s</div>
                </article>
                """.formatted(
                        picture(example),
                        Html.escape(example.id()),
                        Html.escape(example.difficulty()),
                        Html.escape(example.prompt()),
                        Html.escape(example.truth()),
                        side("before", example.before(), ""),
                        side("after", example.after(), change(example)));
    }

    /** Only what is base64 goes into the address of the picture. */
    private static String picture(AnswerExample example) {
        return BASE64.matcher(example.pictureBase64()).matches()
                ? "<img alt=\"picture of " + Html.escape(example.id()) + "\" src=\"data:image/png;base64,"
                        + example.pictureBase64() + "\">"
                : "";
    }

    private static String side(String when, AnswerExample.Reply reply, String change) {
        return "<section><h4>" + when + " <span>reward " + Numbers.words(reply.reward()) + change + "</span></h4><pre>"
                + Html.escape(reply.reply()) + "</pre></section>";
    }

    private static String change(AnswerExample example) {
        double change = example.after().reward() - example.before().reward();
        if (!(Math.abs(change) > 0)) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                " <b class=\"%s\">%s%s</b>",
                change > 0 ? "up" : "down",
                change > 0 ? "▲ +" : "▼ −",
                Numbers.words(Math.abs(change)));
    }
}
