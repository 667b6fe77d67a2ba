package io.dbvitals.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which versions: {@code >=13 <18}, {@code 16}, {@code >=14.2}, {@code <17 || >=18}, {@code 14.x}. A space or comma means
 * and. A bare number holds for every version that begins with it.
 */
public final class VersionRange {
    /** Holds for every version. */
    public static final VersionRange ANY = new VersionRange("*", List.of(List.of()));

    private static final Pattern TERM =
            Pattern.compile("\\s*(>=|<=|!=|==?|>|<)?\\s*v?(\\d+(?:\\.(?:\\d+|[xX*]))*|[xX*])\\s*,?\\s*");

    private static final Pattern DIGITS = Pattern.compile("\\d+");

    private final String text;
    private final List<List<Term>> anyOf;

    private VersionRange(String text, List<List<Term>> anyOf) {
        this.text = text;
        this.anyOf = anyOf;
    }

    /** Empty when the text is no range. */
    public static Optional<VersionRange> parse(String text) {
        List<List<Term>> anyOf = new ArrayList<>();
        for (String part : text.split("\\|\\|", -1)) {
            List<Term> allOf = new ArrayList<>();
            Matcher matcher = TERM.matcher(part);
            int end = 0;
            while (end < part.length() && matcher.find(end) && matcher.start() == end) {
                String operator = matcher.group(1) == null ? "~" : matcher.group(1);
                allOf.add(new Term(operator, numbers(matcher.group(2))));
                end = matcher.end();
            }
            if (end == 0 || end != part.length()) {
                return Optional.empty();
            }
            anyOf.add(List.copyOf(allOf));
        }
        return Optional.of(new VersionRange(text.trim(), List.copyOf(anyOf)));
    }

    /** {@code version} as a server or extension prints it: {@code 16.4}, {@code 1.11}, {@code 0.8.0}. */
    public boolean contains(String version) {
        List<Integer> numbers = numbers(version);
        for (List<Term> allOf : anyOf) {
            if (allOf.stream().allMatch(term -> term.holds(numbers))) {
                return true;
            }
        }
        return false;
    }

    /** Whether some version lies in both. */
    public boolean overlaps(VersionRange other) {
        List<String> candidates = new ArrayList<>(List.of("0", "999999999"));
        addCandidates(candidates);
        other.addCandidates(candidates);
        return candidates.stream().anyMatch(version -> contains(version) && other.contains(version));
    }

    /** The versions at, just above and just below every bound: if two ranges meet at all, they meet at one of these. */
    private void addCandidates(List<String> candidates) {
        for (List<Term> allOf : anyOf) {
            for (Term term : allOf) {
                String bound = term.than().stream().map(String::valueOf).collect(Collectors.joining("."));
                candidates.add(bound);
                candidates.add(bound + ".0.0.1");
                for (int i = 0; i < term.than().size(); i++) {
                    List<Integer> below = new ArrayList<>(term.than().subList(0, i + 1));
                    if (below.set(i, below.get(i) - 1) > 0) {
                        candidates.add(
                                below.stream().map(String::valueOf).collect(Collectors.joining(".")) + ".999999999");
                    }
                }
            }
        }
    }

    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VersionRange range && range.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    private static List<Integer> numbers(String version) {
        Matcher digits = DIGITS.matcher(version.split("[^0-9.xX*]", 2)[0]);
        List<Integer> numbers = new ArrayList<>();
        while (digits.find()) {
            numbers.add(Integer.valueOf(digits.group().length() > 9 ? "999999999" : digits.group()));
        }
        return numbers;
    }

    private record Term(String operator, List<Integer> than) {
        boolean holds(List<Integer> version) {
            if (operator.equals("~")) {
                return version.size() >= than.size()
                        && version.subList(0, than.size()).equals(than);
            }
            int order = 0;
            for (int i = 0; order == 0 && i < Math.max(than.size(), version.size()); i++) {
                order = Integer.compare(i < version.size() ? version.get(i) : 0, i < than.size() ? than.get(i) : 0);
            }
            return switch (operator) {
                case ">=" -> order >= 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                case "<" -> order < 0;
                case "!=" -> order != 0;
                default -> order == 0;
            };
        }
    }
}
