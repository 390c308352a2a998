package io.consilium.trainer.report;

/** Text made safe for HTML, SVG and quoted attributes. */
final class Html {
    private Html() {}

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** A table cell. */
    static String cell(String text) {
        return "<td>" + escape(text) + "</td>";
    }
}
