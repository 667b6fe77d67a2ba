package io.dbvitals.api.page.part;

import io.dbvitals.api.dashboard.Section;
import io.dbvitals.api.page.html.Html;

/** Begin and end of a section: its name, how many rows, when they were read, and why some are missing. */
final class Heading {
    private Heading() {}

    static void open(Html html, String id, String name, int count) {
        open(html, id, name, count, "full");
    }

    private static void open(Html html, String id, String name, int count, String style) {
        html.open("section", "id", id, "class", style, "aria-labelledby", id + "-name")
                .open("h2", "id", id + "-name", "tabindex", "-1")
                .text(name);
        if (count > 0) {
            html.open("span", "class", "count").text(" " + count).close("span");
        }
        html.close("h2");
    }

    /**
     * What stands under the heading, before the rows.
     *
     * @param empty said where there are no rows and nothing was wrong
     * @return whether there are rows
     */
    static boolean open(Html html, String id, String name, Section<?> section, String empty) {
        // Where there is nothing, it takes one line.
        open(html, id, name, section.rows().size(), section.rows().isEmpty() ? "bare" : "full");
        if (!section.trouble().isEmpty()) {
            html.open("p", "class", "trouble")
                    .icon("quiet")
                    .text(section.trouble())
                    .close("p");
        } else if (section.rows().isEmpty() && section.readAt().isEmpty()) {
            html.put("p", "Nothing was read yet.", "class", "empty");
        } else if (section.rows().isEmpty()) {
            html.open("p", "class", "empty").icon("good").text(empty).close("p");
        }
        return !section.rows().isEmpty();
    }

    static void close(Html html, Section<?> section) {
        if (section.truncated() > 0) {
            html.put("p", "and " + section.truncated() + " more, which are not shown", "class", "soft");
        }
        section.readAt().ifPresent(at -> {
            html.open("p", "class", "read").text("read ").time(at);
            html.close("p");
        });
        html.close("section");
    }
}
