package io.consilium.standalone.learn;

import io.consilium.record.Case;
import io.consilium.record.Opinion;
import io.consilium.record.Verdict;
import io.consilium.standalone.cases.Score;
import io.consilium.trainer.report.Html;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fresh cases whose verdict was right once and wrong the other time, with their pictures. */
final class VerdictCards {
    private static final int MOST_BETTER = 9;
    private static final int MOST_WORSE = 3;

    private VerdictCards() {}

    /** The cards, and in words how many there would be. */
    record Changed(String summary, String cards) {}

    /** The same picture and question, judged before and after. */
    private record Pair(Score before, Score after) {
        boolean better() {
            return after.verdictRight() && !before.verdictRight();
        }

        boolean worse() {
            return before.verdictRight() && !after.verdictRight();
        }
    }

    static Changed of(Learning learning) {
        List<Pair> pairs = pairs(learning);
        List<Pair> better = pairs.stream()
                .filter(Pair::better)
                .sorted(Comparator.comparingLong(pair -> pair.after().opinionsRight()))
                .toList();
        List<Pair> worse = pairs.stream().filter(Pair::worse).toList();
        String summary =
                better.size() + " of " + pairs.size() + " became right, " + worse.size() + " became wrong. Shown are "
                        + Math.min(MOST_BETTER, better.size()) + " and " + Math.min(MOST_WORSE, worse.size())
                        + " of them, those first whose specialists were most wrong.";
        String cards = Stream.concat(
                        better.stream().limit(MOST_BETTER), worse.stream().limit(MOST_WORSE))
                .map(VerdictCards::card)
                .collect(Collectors.joining());
        return new Changed(summary, cards);
    }

    private static List<Pair> pairs(Learning learning) {
        Map<String, Score> before = new HashMap<>();
        learning.before().scores().forEach(score -> before.put(base(score), score));
        List<Pair> pairs = new ArrayList<>();
        learning.after().scores().stream()
                .sorted(Comparator.comparing(VerdictCards::base))
                .forEach(score -> pairs.add(new Pair(before.get(base(score)), score)));
        return pairs;
    }

    /** The id of the drawn case, which both have in common. */
    private static String base(Score score) {
        String id = score.ended().written().messageId();
        return id.substring(0, id.lastIndexOf('-'));
    }

    private static String card(Pair pair) {
        Case shown = pair.after().ended().written().theCase();
        return """
                <article class="example">
                <header>%s<div><p class="meta">%s</p><p>%s</p><p class="meta">%s</p><p>truth <strong>%s</strong></p></div></header>
                <div class="sides">%s%s</div>
                </article>
                """.formatted(
                        picture(shown),
                        Html.escape(base(pair.after())),
                        Html.escape(shown.getQuestion()),
                        Html.escape(String.join(" · ", shown.getOptions())),
                        Html.escape(pair.after().ended().written().answer().orElse("")),
                        side("before", pair.before()),
                        side("after", pair.after()));
    }

    private static String picture(Case shown) {
        return shown.getImages().stream()
                .flatMap(image -> image.getContent().stream())
                .map(VerdictCards::picture)
                .collect(Collectors.joining());
    }

    /** Drawn pictures are PNGs. */
    private static String picture(ByteBuffer content) {
        byte[] bytes = new byte[content.remaining()];
        content.duplicate().get(bytes);
        return "<img alt=\"\" src=\"data:image/png;base64,"
                + Base64.getEncoder().encodeToString(bytes) + "\">";
    }

    private static String side(String when, Score score) {
        String opinions = score.opinions().stream()
                .map(Opinion::getAnswer)
                .map(answer -> answer.orElse("?"))
                .collect(Collectors.joining(" | "));
        String mark = score.verdictRight() ? "<b class=\"up\">right</b>" : "<b class=\"down\">wrong</b>";
        return "<section><h4>" + when + " <span>"
                + Html.escape(score.verdict().flatMap(Verdict::getAnswer).orElse("–"))
                + " " + mark + "</span></h4><p class=\"meta\">opinions: " + Html.escape(opinions) + "</p><pre>"
                + Html.escape(score.verdict().map(Verdict::getReasoning).orElse("")) + "</pre></section>";
    }
}
