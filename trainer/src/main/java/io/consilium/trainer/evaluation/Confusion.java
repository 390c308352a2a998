package io.consilium.trainer.evaluation;

import io.consilium.option.Options;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Where triage sends cases: how many of each department went to which.
 *
 * @param columns the departments in their order, then {@link #NOWHERE}
 * @param counts by the right department, those with cases only; one number a column
 */
public record Confusion(List<String> columns, Map<String, List<Integer>> counts) {
    /** No reply in the format that names one of the departments. */
    public static final String NOWHERE = "nowhere";

    /** @param triage grades of the triage doctor */
    public static Confusion of(List<Graded> triage, List<String> departments) {
        List<String> columns = new ArrayList<>(departments);
        columns.add(NOWHERE);
        Map<String, List<Integer>> counts = new LinkedHashMap<>();
        for (String department : departments) {
            List<Graded> own = triage.stream()
                    .filter(each -> each.truth().equals(department))
                    .toList();
            if (!own.isEmpty()) {
                counts.put(department, row(own, departments));
            }
        }
        return new Confusion(List.copyOf(columns), counts);
    }

    private static List<Integer> row(List<Graded> own, List<String> departments) {
        int[] row = new int[departments.size() + 1];
        for (Graded each : own) {
            OptionalInt said = each.answer().isEmpty()
                    ? OptionalInt.empty()
                    : Options.of(departments).match(each.answer().get());
            row[said.orElse(departments.size())]++;
        }
        return Arrays.stream(row).boxed().toList();
    }
}
