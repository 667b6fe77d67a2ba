package io.dbvitals.vector.search;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the server ran a search, or would run it, from {@code EXPLAIN} in its text format.
 *
 * @param indexUsed whether the expected index was
 * @param blocks of any kind that were touched; 0 where nothing ran
 * @param serverMillis execution time; NaN where nothing ran
 */
public record Plan(boolean indexUsed, long blocks, double serverMillis) {
    /** A node stands at the beginning of its line: further on an expression may quote anything. */
    private static final Pattern SCAN = Pattern.compile("^\\s*(?:->\\s+)?(?:Parallel )?"
            + "(?:Index (?:Only )?Scan (?:Backward )?using (?<used>\"(?:[^\"]|\"\")*\"|\\S+) on "
            + "|Bitmap Index Scan on (?<mapped>\"(?:[^\"]|\"\")*\"|\\S+))");

    private static final Pattern BLOCKS = Pattern.compile("^\\s*Buffers: shared(?: hit=(\\d+))?(?: read=(\\d+))?");
    private static final Pattern PLANNING = Pattern.compile("^\\s*Planning:");
    private static final Pattern TIME = Pattern.compile("^\\s*Execution Time: ([0-9.]+) ms");

    /** Runs the search. */
    static final String EXPLAIN_ANALYZE = "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF, SUMMARY ON, FORMAT TEXT) ";

    /** Runs nothing. */
    static final String EXPLAIN = "EXPLAIN (COSTS OFF, FORMAT TEXT) ";

    /** {@code index} is the expected one. */
    static Plan of(List<String> lines, String index) {
        boolean used = false;
        long blocks = 0;
        double millis = Double.NaN;
        boolean first = true;
        for (String line : lines) {
            Matcher scan = SCAN.matcher(line);
            if (scan.find()) {
                String name = scan.group("used") == null ? scan.group("mapped") : scan.group("used");
                used |= unquoted(name).equals(index);
            }
            Matcher buffers = BLOCKS.matcher(line);
            // The outermost node's, which count what all below it did; those of planning are no work of the search.
            if (first && buffers.find()) {
                blocks = number(buffers.group(1)) + number(buffers.group(2));
                first = false;
            }
            first &= !PLANNING.matcher(line).find();
            Matcher time = TIME.matcher(line);
            if (time.find()) {
                millis = Double.parseDouble(time.group(1));
            }
        }
        return new Plan(used, blocks, millis);
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }

    private static long number(@Nullable String text) {
        return text == null ? 0 : Long.parseLong(text);
    }
}
