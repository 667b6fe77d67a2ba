package io.dbvitals.guard.emergency.fence;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A door that the guard has shut, or was about to when it was killed.
 *
 * @param target name in the configuration of the server, or of the PgBouncer, whose door it is
 * @param former state, which it gets again
 * @param shut the state that the guard gave it; a door in any other has been seen to by somebody else
 */
public record Shut(String target, String door, String former, String shut) {
    private static final Pattern LINE = Pattern.compile(
            "\\{" + member("target") + "," + member("door") + "," + member("former") + "," + member("shut") + "\\}");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-f]{4})|(.))");

    /** One line, a JSON object. */
    String line() {
        return "{\"target\":" + quoted(target) + ",\"door\":" + quoted(door) + ",\"former\":" + quoted(former)
                + ",\"shut\":" + quoted(shut) + "}";
    }

    /** Empty for what is no such line. */
    static Optional<Shut> of(String line) {
        Matcher parts = LINE.matcher(line);
        return parts.matches()
                ? Optional.of(new Shut(
                        plain(parts.group(1)), plain(parts.group(2)), plain(parts.group(3)), plain(parts.group(4))))
                : Optional.empty();
    }

    /** Whether it is that one. */
    public boolean is(String otherTarget, String otherDoor) {
        return target.equals(otherTarget) && door.equals(otherDoor);
    }

    private static String member(String name) {
        return "\"" + name + "\":\"((?:[^\"\\\\]|\\\\.)*+)\"";
    }

    /** Whatever a database is called, it stays on one line. */
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    private static String plain(String quoted) {
        return ESCAPE.matcher(quoted).replaceAll(found -> Matcher.quoteReplacement(unescaped(found)));
    }

    private static String unescaped(MatchResult found) {
        return found.group(1) == null ? found.group(2) : String.valueOf((char) Integer.parseInt(found.group(1), 16));
    }
}
