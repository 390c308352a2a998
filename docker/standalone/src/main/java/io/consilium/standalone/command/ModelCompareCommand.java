package io.consilium.standalone.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.department.DepartmentsFile;
import io.consilium.record.Case;
import io.consilium.record.Outcome;
import io.consilium.record.Verdict;
import io.consilium.serde.RecordSerdes;
import io.consilium.standalone.service.Endpoints;
import io.consilium.standalone.service.WholeTopic;
import io.consilium.standalone.versions.Comparison;
import io.consilium.standalone.versions.Tally;
import io.consilium.topic.Sources;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.Topics;
import io.consilium.trainer.evaluation.Interval;
import io.consilium.trainer.evaluation.Percent;
import io.consilium.version.RoleVersions;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.avro.specific.SpecificRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "compare",
        description =
                "Counts what became of the cases of each version of a role: verdicts, agreement with most opinions,"
                        + " and how many were right where outcomes are confirmed.")
final class ModelCompareCommand implements Callable<Integer> {
    private static final String LINE = "  %-12s  %-15s %7s %8s %7s %16s %16s %12s";

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelLog models;

    @Option(names = "--role", required = true, description = "the doctor, as departments.yaml names it")
    private String name;

    @Override
    public Integer call() {
        Output output = new Output(spec);
        RoleVersions role = models.use(log -> ModelLog.role(log, name));
        if (!models.json()) {
            output.say(String.format(
                    Locale.ROOT,
                    LINE,
                    "version",
                    "now",
                    "cases",
                    "decided",
                    "review",
                    "with majority",
                    "right",
                    "95 %"));
        }
        Collection<Tally> tallies = comparison().tallies();
        for (Tally tally : tallies) {
            if (models.json()) {
                output.json(json(role, tally));
            } else {
                output.say(line(role, tally).stripTrailing());
            }
        }
        if (!models.json()) {
            difference(role, tallies).ifPresent(output::say);
        }
        return 0;
    }

    private Comparison comparison() {
        Comparison comparison = new Comparison(name);
        Endpoints endpoints = models.connection().endpoints();
        RecordSerdes serdes = models.connection().serdes();
        TopicCatalogue catalogue =
                TopicCatalogue.of(DepartmentsFile.bundled(), Sources.bundled(), TopicCatalogue.DEFAULT_PARTITIONS);
        for (String topic : List.of(Topics.CASES_ACCEPTED, Topics.VERDICTS, Topics.OUTCOMES)) {
            WholeTopic.read(endpoints, serdes, catalogue.topic(topic), record -> add(comparison, record));
        }
        return comparison;
    }

    private static void add(Comparison comparison, SpecificRecord record) {
        if (record instanceof Case theCase) {
            comparison.add(theCase);
        } else if (record instanceof Verdict verdict) {
            comparison.add(verdict);
        } else if (record instanceof Outcome outcome) {
            comparison.add(outcome);
        }
    }

    private static String line(RoleVersions role, Tally tally) {
        return String.format(
                Locale.ROOT,
                LINE,
                ModelView.brief(tally.version()),
                ModelView.alias(role, tally.version()),
                tally.cases(),
                tally.decided(),
                tally.review(),
                share(tally.majority(), tally.decided()),
                share(tally.right(), tally.confirmed()),
                tally.confirmed() == 0 ? "–" : Percent.of(Interval.wilson(tally.right(), tally.confirmed())));
    }

    /** Of cases whose outcome is confirmed; each version had others. */
    private static Optional<String> difference(RoleVersions role, Collection<Tally> tallies) {
        Optional<Tally> champion = confirmed(role.aliases().champion(), tallies);
        Optional<Tally> challenger = confirmed(role.aliases().challenger(), tallies);
        if (champion.isEmpty() || challenger.isEmpty()) {
            return Optional.empty();
        }
        Tally one = challenger.get();
        Tally other = champion.get();
        double points = (double) one.right() / one.confirmed() - (double) other.right() / other.confirmed();
        Interval range = Interval.difference(one.right(), one.confirmed(), other.right(), other.confirmed());
        return Optional.of("  challenger against champion, points right: " + Percent.points(points) + " ("
                + Percent.points(range.low()) + " to " + Percent.points(range.high()) + ")");
    }

    private static Optional<Tally> confirmed(Optional<String> version, Collection<Tally> tallies) {
        return tallies.stream()
                .filter(tally -> version.equals(Optional.of(tally.version())) && tally.confirmed() > 0)
                .findFirst();
    }

    private static String share(int part, int whole) {
        return whole == 0 ? "–" : String.format(Locale.ROOT, "%d of %d, %.0f%%", part, whole, 100.0 * part / whole);
    }

    private static ObjectNode json(RoleVersions role, Tally tally) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        if (tally.confirmed() > 0) {
            Interval range = Interval.wilson(tally.right(), tally.confirmed());
            view.put("low", range.low()).put("high", range.high());
        }
        return view.put("role", role.role())
                .put("version", tally.version())
                .put("alias", ModelView.alias(role, tally.version()).replaceAll(" .*", ""))
                .put("cases", tally.cases())
                .put("decided", tally.decided())
                .put("needs_review", tally.review())
                .put("with_majority", tally.majority())
                .put("confirmed", tally.confirmed())
                .put("right", tally.right());
    }
}
