package io.dbvitals.vector.search;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the server ran a search, from {@code EXPLAIN (ANALYZE, BUFFERS)} in its text format.
 *
 * @param indexUsed whether the expected index was
 * @param blocks of any kind that were touched
 * @param serverMillis execution time
 */
public record Plan(boolean indexUsed, long blocks, double serverMillis) {
    private static final Pattern SCAN = Pattern.compile(
            "Index (?:Only )?Scan (?:Backward )?using (\"(?:[^\"]|\"\")*\"|\\S+) on |Bitmap Index Scan on (\\S+)");

    private static final Pattern BLOCKS = Pattern.compile("Buffers: shared(?: hit=(\\d+))?(?: read=(\\d+))?");
    private static final Pattern TIME = Pattern.compile("Execution Time: ([0-9.]+) ms");

    static final String EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF, SUMMARY ON, FORMAT TEXT) ";

    /** {@code index} is the expected one. */
    static Plan of(List<String> lines, String index) {
        boolean used = false;
        long blocks = 0;
        double millis = Double.NaN;
        boolean first = true;
        for (String line : lines) {
            Matcher scan = SCAN.matcher(line);
            while (scan.find()) {
                String name = scan.group(1) == null ? scan.group(2) : scan.group(1);
                used |= unquoted(name).equals(index);
            }
            Matcher buffers = BLOCKS.matcher(line);
            // The outermost node's, which count what all below it did.
            if (first && buffers.find()) {
                blocks = number(buffers.group(1)) + number(buffers.group(2));
                first = false;
            }
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

    private static long number(@org.jspecify.annotations.Nullable String text) {
        return text == null ? 0 : Long.parseLong(text);
    }
}
