package io.dbvitals.config.select;

import java.util.List;
import java.util.regex.Pattern;

/** Shell patterns over names: {@code *}, {@code ?} and {@code [a-z]}. */
public final class Globs {
    private Globs() {}

    /** Whether one of them holds the name; none do when the list is empty. */
    public static boolean any(List<String> globs, String name) {
        for (String glob : globs) {
            if (matches(glob, name)) {
                return true;
            }
        }
        return false;
    }

    static boolean matches(String glob, String name) {
        StringBuilder regex = new StringBuilder();
        boolean set = false;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (set) {
                set = c != ']';
                regex.append(
                        c == '\\' || c == '['
                                ? "\\" + c
                                : c == '!' && glob.charAt(i - 1) == '[' ? "^" : String.valueOf(c));
            } else if (c == '[' && glob.indexOf(']', i) > i + 1) {
                set = true;
                regex.append(c);
            } else if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(name).matches();
    }
}
