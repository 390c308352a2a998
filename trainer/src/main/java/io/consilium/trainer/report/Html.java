package io.consilium.trainer.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What all reports' pages have in common: a frame with its style, facts, tables, and text made safe for them. */
public final class Html {
    private Html() {}

    /**
     * A whole page that asks nothing of the network and runs no script.
     *
     * @param body HTML; all else is text
     */
    public static String page(String title, String heading, String lead, String body) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s</title>
                <style>
                %s</style>
                </head>
                <body>
                <main>
                <h1>%s</h1>
                <p class="lead">%s</p>
                %s</main>
                </body>
                </html>
                """.formatted(escape(title), style(), escape(heading), escape(lead), body);
    }

    private static String style() {
        try (InputStream in = Html.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names and their values, side by side. */
    public static String facts(Map<String, String> facts) {
        StringBuilder html = new StringBuilder("<dl class=\"facts\">\n");
        facts.forEach((name, value) -> html.append("<div><dt>")
                .append(escape(name))
                .append("</dt><dd>")
                .append(escape(value))
                .append("</dd></div>\n"));
        return html.append("</dl>\n").toString();
    }

    /** A table of given rows that scrolls by itself where the screen is narrow. */
    public static String table(String head, String body) {
        return "<div class=\"wide\"><table>\n<thead><tr>" + head + "</tr></thead>\n<tbody>\n" + body
                + "</tbody>\n</table></div>\n";
    }

    /** Text for HTML, SVG and quoted attributes. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** A table cell. */
    public static String cell(String text) {
        return "<td>" + escape(text) + "</td>";
    }
}
