package io.consilium.trainer.reproduce;

import io.consilium.trainer.report.Html;
import io.consilium.trainer.report.TextTable;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** A table in words, its head first. */
record Table(String title, String remark, List<List<String>> rows) {
    Table {
        rows = List.copyOf(rows);
    }

    String text() {
        return title + "\n" + TextTable.of(rows) + "  (" + remark + ")\n";
    }

    String markdown() {
        String rule = "|" + String.join("|", Collections.nCopies(rows.get(0).size(), "---")) + "|\n";
        return "**" + title + "** " + remark + "\n\n" + line(rows.get(0)) + rule
                + rows.stream().skip(1).map(Table::line).collect(Collectors.joining());
    }

    private static String line(List<String> row) {
        return "| " + String.join(" | ", row) + " |\n";
    }

    String html() {
        String head = rows.get(0).stream()
                .map(cell -> "<th>" + Html.escape(cell) + "</th>")
                .collect(Collectors.joining());
        String body = rows.stream()
                .skip(1)
                .map(row -> "<tr>" + row.stream().map(Html::cell).collect(Collectors.joining()) + "</tr>\n")
                .collect(Collectors.joining());
        return "<h2>" + Html.escape(title) + "</h2>\n" + Html.table(head, body) + "<p class=\"remark\">"
                + Html.escape(remark) + "</p>\n";
    }
}
