package io.dbvitals.host.textfile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the text format of Prometheus. A page with a mistake is refused as a whole. */
final class TextPage {
    private static final Set<String> TYPES = Set.of("counter", "gauge", "untyped", "histogram", "summary");

    /** As Go reads them; Java would take {@code 1d} as well. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?|[+-]?inf|nan");

    private final Map<String, TextFamily> families = new LinkedHashMap<>();
    private int number;

    private TextPage() {}

    /** A page is not in the format; the message says in which line. */
    static final class BadPage extends Exception {
        BadPage(int line, String what) {
            super("line " + line + ": " + what);
        }
    }

    static List<TextFamily> parse(String text) throws BadPage {
        TextPage page = new TextPage();
        for (String line : text.split("\n", -1)) {
            page.number++;
            String content = line.strip();
            if (content.startsWith("#")) {
                page.comment(content);
            } else if (!content.isEmpty()) {
                page.sample(content);
            }
        }
        return page.families.values().stream()
                .filter(family -> !family.samples().isEmpty())
                .toList();
    }

    private void comment(String line) throws BadPage {
        String[] words = line.split("\\s+", 4);
        if (words.length < 3 || !words[0].equals("#")) {
            return;
        }
        String rest = words.length == 4 ? words[3] : "";
        if (words[1].equals("HELP")) {
            String help = rest.replace("\\n", "\n").replace("\\\\", "\\");
            families.put(words[2], family(words[2]).helped(help));
        } else if (words[1].equals("TYPE")) {
            if (!TYPES.contains(rest)) {
                throw new BadPage(number, "unknown type \"" + rest + "\"");
            }
            if (!family(words[2]).samples().isEmpty()) {
                throw new BadPage(number, "the type of " + words[2] + " comes after its samples");
            }
            families.put(words[2], family(words[2]).typed(rest));
        }
    }

    private TextFamily family(String name) {
        return families.getOrDefault(name, new TextFamily(name));
    }

    private void sample(String line) throws BadPage {
        int end = 0;
        while (end < line.length() && nameCharacter(line.charAt(end))) {
            end++;
        }
        String name = line.substring(0, end);
        if (name.isEmpty() || (name.charAt(0) >= '0' && name.charAt(0) <= '9')) {
            throw new BadPage(number, "a name was expected: " + line);
        }
        Map<String, String> labels = new LinkedHashMap<>();
        String rest = line.substring(end).strip();
        if (rest.startsWith("{")) {
            rest = rest.substring(labels(rest, labels)).strip();
        }
        String[] words = rest.split("\\s+", -1);
        if (words.length == 2) {
            throw new BadPage(number, "timestamps are not supported: " + line);
        }
        TextFamily family = owner(name, labels);
        families.put(family.name(), family);
        family.samples().add(new TextSample(name, labels, value(words[0], words.length == 1)));
    }

    /** The histogram or summary that the sample is a part of, else the family of its own name. */
    private TextFamily owner(String name, Map<String, String> labels) {
        for (String part : new String[] {"_bucket", "_sum", "_count"}) {
            if (name.endsWith(part)) {
                TextFamily whole = family(name.substring(0, name.length() - part.length()));
                boolean bucket = part.equals("_bucket");
                if (whole.type().equals("histogram") ? !bucket || labels.containsKey("le") : summary(whole, bucket)) {
                    return whole;
                }
            }
        }
        return family(name);
    }

    private static boolean summary(TextFamily whole, boolean bucket) {
        return whole.type().equals("summary") && !bucket;
    }

    /** Reads {@code {a="b",c="d"}} and says how long it is. */
    private int labels(String text, Map<String, String> into) throws BadPage {
        int at = 1;
        while (true) {
            at = skipped(text, at, " \t,");
            if (at < text.length() && text.charAt(at) == '}') {
                return at + 1;
            }
            int start = at;
            while (at < text.length() && nameCharacter(text.charAt(at))) {
                at++;
            }
            String name = text.substring(start, at);
            at = skipped(text, at, " \t");
            if (name.isEmpty() || !text.startsWith("=", at)) {
                throw new BadPage(number, "a label was expected: " + text);
            }
            at = skipped(text, at + 1, " \t");
            if (!text.startsWith("\"", at)) {
                throw new BadPage(number, "a label's value is to be in quotes: " + text);
            }
            StringBuilder value = new StringBuilder();
            at++;
            while (at < text.length() && text.charAt(at) != '"') {
                char c = text.charAt(at++);
                if (c == '\\' && at < text.length()) {
                    c = text.charAt(at++);
                    c = c == 'n' ? '\n' : c;
                }
                value.append(c);
            }
            if (at >= text.length()) {
                throw new BadPage(number, "a label's value does not end: " + text);
            }
            at++;
            if (into.put(name, value.toString()) != null) {
                throw new BadPage(number, "the label " + name + " stands twice");
            }
        }
    }

    private static int skipped(String text, int from, String characters) {
        int at = from;
        while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private double value(String text, boolean alone) throws BadPage {
        String small = text.toLowerCase(Locale.ROOT);
        if (alone && NUMBER.matcher(small).matches()) {
            return switch (small) {
                case "nan" -> Double.NaN;
                case "-inf" -> Double.NEGATIVE_INFINITY;
                case "inf", "+inf" -> Double.POSITIVE_INFINITY;
                default -> Double.parseDouble(small);
            };
        }
        throw new BadPage(number, "a value was expected, not \"" + text + "\"");
    }

    private static boolean nameCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ':';
    }
}
