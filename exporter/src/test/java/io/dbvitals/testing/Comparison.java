package io.dbvitals.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of metrics beside that of a peer, read just before and just after. Labels without a value count as absent, as they do for
 * Prometheus.
 */
public final class Comparison {
    private static final Pattern SERIES = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)(?: \\d+)?");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

    private final Map<String, Family> ours;
    private final Map<String, Family> before;
    private final Map<String, Family> after;
    private Predicate<String> left = name -> false;
    private Set<String> ignored = Set.of();

    private Comparison(Map<String, Family> ours, Map<String, Family> before, Map<String, Family> after) {
        this.ours = ours;
        this.before = before;
        this.after = after;
    }

    /** A family of a page: its type, and its series by their labels in the order of the alphabet. */
    public record Family(String name, String type, Map<Map<String, String>, Double> series) {}

    /** {@code before} and {@code after} may be the same page, where nothing changes. */
    public static Comparison of(String ours, String before, String after) {
        return new Comparison(parse(ours), parse(before), parse(after));
    }

    /** Names that are not compared, as those of the Go runtime; a regular expression in full match. */
    public Comparison without(String names) {
        Pattern pattern = Pattern.compile(names);
        Predicate<String> more = name -> pattern.matcher(name).matches();
        left = left.or(more);
        return this;
    }

    /** Labels that only one of the sides has, as {@code server}; series are compared without them. */
    public Comparison withoutLabels(String... labels) {
        ignored = Set.of(labels);
        return this;
    }

    /** Names that the peer has and we have not. */
    public Set<String> missingNames() {
        Set<String> missing = new TreeSet<>(before.keySet());
        missing.removeAll(ours.keySet());
        missing.removeIf(left);
        return missing;
    }

    /** Names that we have and the peer has not. */
    public Set<String> additionalNames() {
        Set<String> more = new TreeSet<>(ours.keySet());
        more.removeAll(before.keySet());
        more.removeIf(left);
        return more;
    }

    /** A line for each shared name whose type is another. */
    public List<String> differingTypes() {
        List<String> differing = new ArrayList<>();
        shared().forEach((name, family) -> {
            if (!family.type().equals(before.get(name).type())) {
                differing.add(name + ": " + family.type() + ", the peer's "
                        + before.get(name).type());
            }
        });
        return differing;
    }

    /** A line for each series of a shared name that the peer has in both pages and we have not. */
    public List<String> missingSeries() {
        List<String> missing = new ArrayList<>();
        shared().forEach((name, family) -> before.get(name).series().keySet().forEach(labels -> {
            boolean stays = after.containsKey(name) && after.get(name).series().containsKey(labels);
            if (stays && value(family, labels).isEmpty()) {
                missing.add(name + labels);
            }
        }));
        return missing;
    }

    /** A line for each series of a shared name that we have and the peer has in neither page. */
    public List<String> additionalSeries() {
        List<String> more = new ArrayList<>();
        shared().forEach((name, family) -> family.series().keySet().forEach(labels -> {
            if (value(before.get(name), labels).isEmpty()
                    && Optional.ofNullable(after.get(name))
                            .flatMap(later -> value(later, labels))
                            .isEmpty()) {
                more.add(name + labels);
            }
        }));
        return more;
    }

    /**
     * A line for each value outside of what the peer says before and after: widened by that share of the larger one and by
     * {@code absolute}.
     */
    public List<String> differingValues(double share, double absolute) {
        List<String> differing = new ArrayList<>();
        shared().forEach((name, family) -> family.series().forEach((labels, value) -> {
            Optional<Double> first = value(before.get(name), labels);
            Optional<Double> second = Optional.ofNullable(after.get(name)).flatMap(later -> value(later, labels));
            if (first.isEmpty() || second.isEmpty() || Double.compare(value, first.get()) == 0) {
                return;
            }
            double low = Math.min(first.get(), second.get());
            double high = Math.max(first.get(), second.get());
            double slack = absolute + share * Math.max(Math.abs(low), Math.abs(high));
            // NaN is within nothing.
            if (!(value >= low - slack && value <= high + slack)) {
                differing.add(name + labels + ": " + value + ", the peer's " + first.get() + " and " + second.get());
            }
        }));
        return differing;
    }

    /** How many series both sides have, so that a test can see that there was something to compare. */
    public int sharedSeries() {
        int count = 0;
        for (Map.Entry<String, Family> each : shared().entrySet()) {
            for (Map<String, String> labels : each.getValue().series().keySet()) {
                count += value(before.get(each.getKey()), labels).isPresent() ? 1 : 0;
            }
        }
        return count;
    }

    private Map<String, Family> shared() {
        Map<String, Family> shared = new TreeMap<>(ours);
        shared.keySet().retainAll(before.keySet());
        shared.keySet().removeIf(left);
        return shared;
    }

    private Optional<Double> value(Family family, Map<String, String> labels) {
        Double exact = family.series().get(labels);
        if (exact != null || ignored.isEmpty()) {
            return Optional.ofNullable(exact);
        }
        Map<String, String> wanted = reduced(labels);
        return family.series().entrySet().stream()
                .filter(each -> reduced(each.getKey()).equals(wanted))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private Map<String, String> reduced(Map<String, String> labels) {
        Map<String, String> reduced = new TreeMap<>(labels);
        reduced.keySet().removeAll(ignored);
        return reduced;
    }

    /** Families of a page in the text format, by name; parts of histograms and summaries under their own names. */
    public static Map<String, Family> parse(String page) {
        Map<String, String> types = new HashMap<>();
        Map<String, Family> families = new TreeMap<>();
        for (String line : page.lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                String[] words = line.split(" ", 4);
                types.put(words[2], words[3]);
            } else if (!line.startsWith("#") && !line.isBlank()) {
                Matcher series = SERIES.matcher(line);
                if (!series.matches()) {
                    throw new IllegalArgumentException("not a sample: " + line);
                }
                String name = series.group(1);
                families.computeIfAbsent(name, each -> new Family(each, type(each, types), new HashMap<>()))
                        .series()
                        .put(labels(series.group(2)), number(series.group(3)));
            }
        }
        return families;
    }

    private static String type(String name, Map<String, String> types) {
        String type = types.get(name);
        if (type == null) {
            type = types.get(name.replaceFirst("_(bucket|sum|count)$", ""));
        }
        return type == null ? "untyped" : type;
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new TreeMap<>();
        if (text != null) {
            Matcher label = LABEL.matcher(text);
            while (label.find()) {
                if (!label.group(2).isEmpty()) {
                    labels.put(label.group(1), label.group(2));
                }
            }
        }
        return labels;
    }

    private static double number(String text) {
        return Double.parseDouble(text.replace("Inf", "Infinity"));
    }
}
