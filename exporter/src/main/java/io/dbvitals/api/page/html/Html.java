package io.dbvitals.api.page.html;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;

/**
 * Markup as it is written. Names of tags and attributes are the page's own; every text and every value comes from elsewhere and is
 * escaped, here and nowhere else.
 */
public final class Html {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT);

    /** Elements that stand by themselves; a space behind one of the others could be seen. */
    private static final Set<String> LINES = Set.of(
            "main", "section", "div", "ul", "li", "dl", "p", "h1", "h2", "h3", "details", "table", "thead", "tbody",
            "tr", "head", "title");

    private final Instant now;
    private final StringBuilder out = new StringBuilder(32_768);

    /** Begins empty; times of the day of {@code now} are written without it. */
    public Html(Instant now) {
        this.now = now;
    }

    /** A tag with attributes in pairs of name and value. */
    public Html open(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]);
            if (!attributes[i + 1].isEmpty()) {
                out.append("=\"");
                escape(attributes[i + 1]);
                out.append('"');
            }
        }
        out.append('>');
        return this;
    }

    public Html close(String tag) {
        out.append("</").append(tag).append(LINES.contains(tag) ? ">\n" : ">");
        return this;
    }

    public Html text(String text) {
        escape(text);
        return this;
    }

    /** An element that holds nothing but text. */
    public Html put(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close(tag);
    }

    /** One of the shapes that the page has defined; the text beside it says the same. */
    public Html icon(String name) {
        out.append("<svg class=\"icon\" aria-hidden=\"true\"><use href=\"#i-")
                .append(name)
                .append("\"/></svg>");
        return this;
    }

    /** A state by shape, colour and word. */
    public Html state(State state, String word) {
        return open("span", "class", "state " + state.style())
                .icon(state.style())
                .text(word)
                .close("span");
    }

    /** A moment; the script turns it into how long ago that was. */
    public Html time(Instant at) {
        var there = at.atOffset(ZoneOffset.UTC);
        boolean today = at.truncatedTo(ChronoUnit.DAYS).equals(now.truncatedTo(ChronoUnit.DAYS));
        return put(
                "time",
                (today ? TIME : DAY).format(there),
                "datetime",
                at.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /** A part from 0 to 1 as a bar; the figure stands beside it. */
    public Html bar(double part, State state) {
        String width = String.format(Locale.ROOT, "%.1f", 100 * Math.max(0, Math.min(1, part)));
        return open(
                        "svg",
                        "class",
                        "bar " + state.style(),
                        "viewBox",
                        "0 0 100 4",
                        "preserveAspectRatio",
                        "none",
                        "aria-hidden",
                        "true")
                .put("rect", "", "class", "all", "width", "100", "height", "4")
                .put("rect", "", "class", "part", "width", width, "height", "4")
                .close("svg");
    }

    /** What is written so far. */
    @Override
    public String toString() {
        return out.toString();
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(isHidden(c) || isLoneSurrogate(text, i) ? '\ufffd' : c);
            }
        }
    }

    /** Control characters, and those that turn the direction of what follows: a name could pose as another. */
    private static boolean isHidden(char c) {
        return (Character.isISOControl(c) && c != '\n' && c != '\t')
                || (c >= '\u202a' && c <= '\u202e')
                || (c >= '\u2066' && c <= '\u2069');
    }

    private static boolean isLoneSurrogate(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
