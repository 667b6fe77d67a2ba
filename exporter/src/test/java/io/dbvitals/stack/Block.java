package io.dbvitals.stack;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands between the fences of a page.
 *
 * @param language the word behind the first fence
 * @param file the word after it: in which file the text belongs; mostly empty
 */
record Block(String language, String file, String text) {
    static final Pattern FENCED = Pattern.compile("(?ms)^```([\\w-]*)(?: ([\\w./-]+))?\\n(.*?)^```$");

    private static final Pattern VERSIONS = Pattern.compile("-- PostgreSQL (>=|<) (\\d+)\\n");
    /** A semicolon that is not within quotes. */
    private static final Pattern END = Pattern.compile(";(?=(?:[^']*'[^']*')*[^']*$)");

    static List<Block> in(String page) {
        return FENCED.matcher(page)
                .results()
                .map(block -> new Block(block.group(1), block.group(2) == null ? "" : block.group(2), block.group(3)))
                .toList();
    }

    /** Whether its first line, if it says anything of versions, has this one among them. */
    boolean isFor(int major) {
        Matcher versions = VERSIONS.matcher(text);
        if (!versions.lookingAt()) {
            return true;
        }
        int bound = Integer.parseInt(versions.group(2));
        return versions.group(1).equals("<") ? major < bound : major >= bound;
    }

    List<String> statements() {
        String code = text.replaceAll("(?m)^--.*$", "");
        return END.splitAsStream(code)
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }
}
