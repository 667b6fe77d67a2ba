package io.dbvitals.grafana.reference;

import java.util.List;
import java.util.stream.IntStream;

/** Lines of a page. */
final class Markdown {
    private final StringBuilder text = new StringBuilder();

    /** Begins the page, and says where it comes from. */
    static Markdown page(String title) {
        Markdown page = new Markdown();
        page.text
                .append("<!-- Written by mvn -pl grafana test -Dreference.update=true; do not edit. -->\n\n# ")
                .append(title)
                .append('\n');
        return page;
    }

    Markdown heading(String title) {
        text.append("\n## ").append(title).append('\n');
        return this;
    }

    Markdown subheading(String title) {
        text.append("\n### ").append(title).append('\n');
        return this;
    }

    Markdown paragraph(String words) {
        text.append('\n').append(words).append('\n');
        return this;
    }

    Markdown code(String language, String code) {
        text.append("\n```").append(language).append('\n').append(code).append("\n```\n");
        return this;
    }

    Markdown item(String words) {
        text.append("* ").append(words).append('\n');
        return this;
    }

    Markdown gap() {
        text.append('\n');
        return this;
    }

    /** The first row is the head; columns without anything below it are left out. */
    Markdown table(List<List<String>> rows) {
        List<Integer> columns = IntStream.range(0, rows.get(0).size())
                .filter(column ->
                        rows.stream().skip(1).anyMatch(row -> !row.get(column).isEmpty()))
                .boxed()
                .toList();
        text.append('\n');
        row(rows.get(0), columns);
        text.append("|---".repeat(columns.size())).append("|\n");
        rows.stream().skip(1).forEach(row -> row(row, columns));
        return this;
    }

    private void row(List<String> cells, List<Integer> columns) {
        columns.forEach(column -> text.append("| ")
                .append(cells.get(column))
                .append(cells.get(column).isEmpty() ? "" : " "));
        text.append("|\n");
    }

    /** Plain words, which may hold what Markdown takes for its own. */
    static String plain(String words) {
        return words.replace("|", "\\|").replace("<", "\\<").replace("*", "\\*");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
