package io.consilium.trainer.gate;

import io.consilium.trainer.evaluation.Comparison;
import io.consilium.trainer.evaluation.Group;
import io.consilium.trainer.evaluation.Group.By;
import io.consilium.trainer.evaluation.Percent;
import io.consilium.trainer.evaluation.Scoreboard;
import io.consilium.trainer.gate.Policy.Rules;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Every rule that a candidate breaks, in words. Pure: rules, change and effect decide alone. */
final class Refusals {
    private static final int SHOWN = 5;

    private final Rules rules;
    private final List<String> reasons = new ArrayList<>();

    private Refusals(Rules rules) {
        this.rules = rules;
    }

    static List<String> of(Rules rules, Change change) {
        Refusals refusals = new Refusals(rules);
        refusals.change(change);
        return List.copyOf(refusals.reasons);
    }

    static List<String> of(Rules rules, Effect effect) {
        Refusals refusals = new Refusals(rules);
        refusals.thresholds(effect.candidate());
        refusals.nonInferiority(effect.comparison());
        return List.copyOf(refusals.reasons);
    }

    private void change(Change change) {
        if (change.isEmpty()) {
            reasons.add("the candidate is the champion: nothing changed");
        }
        Names mayChange = new Names(rules.mayChange());
        named(
                "weights changed that may not change",
                change.changed().stream()
                        .map(TensorChange::name)
                        .filter(name -> !mayChange.contain(name))
                        .toList());
        named(
                "weights that are not numbers everywhere",
                change.changed().stream()
                        .filter(each -> !each.isFinite())
                        .map(TensorChange::name)
                        .toList());
        Names filesMayChange = new Names(rules.filesMayChange());
        named(
                "files changed that may not change",
                change.files().stream()
                        .filter(name -> !filesMayChange.contain(name))
                        .toList());
    }

    private void named(String what, List<String> names) {
        if (!names.isEmpty()) {
            int more = names.size() - SHOWN;
            String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
            reasons.add(what + ": " + shown + (more > 0 ? " and " + more + " more" : ""));
        }
    }

    private void thresholds(Scoreboard candidate) {
        Scoreboard.Row all = candidate.row(Group.ALL).orElseThrow();
        Policy.Thresholds least = rules.thresholds();
        below("accuracy", all.accuracy(), least.accuracy());
        below("format", all.format(), least.format());
        for (String department : judged(candidate)) {
            int cases = candidate
                    .row(new Group(By.DEPARTMENT, department))
                    .map(Scoreboard.Row::cases)
                    .orElse(0);
            if (cases < rules.leastCases()) {
                reasons.add(cases + " held-out cases of " + department + ": the policy wants " + rules.leastCases()
                        + " to judge a department");
            }
        }
        least.departments().forEach((name, share) -> below(candidate, new Group(By.DEPARTMENT, name), share));
        least.difficulties().forEach((name, share) -> {
            Group group = new Group(By.DIFFICULTY, name);
            if (candidate.row(group).isEmpty()) {
                reasons.add("no held-out case is " + name + ", about which the policy has a threshold");
            }
            below(candidate, group, share);
        });
    }

    /** Departments that have cases, and those that the policy names. */
    private Set<String> judged(Scoreboard candidate) {
        Set<String> departments = new LinkedHashSet<>();
        candidate.rows().stream()
                .map(Scoreboard.Row::group)
                .filter(group -> group.by() == By.DEPARTMENT)
                .forEach(group -> departments.add(group.name()));
        departments.addAll(rules.thresholds().departments().keySet());
        return departments;
    }

    private void below(Scoreboard candidate, Group group, double least) {
        Optional<Scoreboard.Row> row = candidate.row(group);
        row.ifPresent(found -> below("accuracy on " + group.name(), found.accuracy(), least));
    }

    private void below(String what, double share, double least) {
        if (share < least) {
            reasons.add(what + " " + Percent.of(share) + ": the policy wants " + Percent.of(least));
        }
    }

    private void nonInferiority(Comparison comparison) {
        for (Comparison.Row row : comparison.rows()) {
            By by = row.group().by();
            if (by == By.ALL) {
                worse("accuracy", row, rules.margin());
            } else if (by == By.DEPARTMENT) {
                worse("accuracy on " + row.group().name(), row, rules.departmentMargin());
            }
        }
    }

    private void worse(String what, Comparison.Row row, double margin) {
        if (row.difference().interval().low() < -margin) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "%s may be more than %.1f points below the champion's: %s",
                    what,
                    100 * margin,
                    Percent.of(row.difference())));
        }
    }
}
