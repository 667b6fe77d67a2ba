package io.dbvitals.api.page.html;

/** Rows under headings, which scroll sideways by themselves where the window is too narrow; on a telephone they are cards. */
public final class Table {
    private static final String NUMBER = "#";

    private final Html html;
    private final String[] columns;
    private int column;

    /** Begins one; a heading that begins with {@code #} is one of numbers. */
    public Table(Html html, String caption, String... columns) {
        this.html = html;
        this.columns = columns.clone();
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption)
                .open("table")
                .put("caption", caption, "class", "unseen")
                .open("thead")
                .open("tr");
        for (String heading : columns) {
            boolean number = heading.startsWith(NUMBER);
            html.put(
                    "th", number ? heading.substring(1) : heading, "scope", "col", "class", number ? "number" : "text");
        }
        html.close("tr").close("thead").open("tbody");
    }

    /** Begins a row. */
    public Table row(State state) {
        column = 0;
        html.open("tr", "class", state.style());
        return this;
    }

    public Table endRow() {
        html.close("tr");
        return this;
    }

    /** The next cell of the row. */
    public Table cell(String text) {
        html.put("td", text, next());
        return this;
    }

    /** One that may be long, and breaks where it must. */
    public Table prose(String text) {
        html.put("td", text, "data-label", columns[column++], "class", text.isEmpty() ? "prose none" : "prose");
        return this;
    }

    /** A name, cut where it is long; whole when pointed at. */
    public Table name(String text) {
        html.open("td", next())
                .put("span", text, "class", "name", "title", text)
                .close("td");
        return this;
    }

    public Table state(State state, String word) {
        html.open("td", next()).state(state, word).close("td");
        return this;
    }

    public void end() {
        html.close("tbody").close("table").close("div");
    }

    /** On a telephone each cell says which it is: a row is then a card. */
    private String[] next() {
        String heading = columns[column++];
        boolean number = heading.startsWith(NUMBER);
        return new String[] {
            "data-label", number ? heading.substring(1) : heading, "class", number ? "number" : "text",
        };
    }
}
