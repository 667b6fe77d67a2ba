package io.dbvitals.query.load.format;

import io.dbvitals.query.VersionRange;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The version constraints of Go programs, with {@code ~1.2}, {@code ^1.2} and {@code 1.2 - 1.4}, as a {@link VersionRange}. */
final class SemverRange {
    private static final Pattern PRERELEASE = Pattern.compile("(?<=\\d)[-+](?=[0-9A-Za-z])[0-9A-Za-z.-]+");
    private static final Pattern HYPHEN = Pattern.compile("(\\d[\\d.xX*]*)\\s+-\\s+(\\d[\\d.xX*]*)");
    private static final Pattern TILDE = Pattern.compile("~>?\\s*v?(\\d+)(?:\\.(\\d+))?(?:\\.\\d+)?");
    private static final Pattern CARET = Pattern.compile("\\^\\s*v?((\\d+)(?:\\.\\d+)*)");
    private static final Pattern NOT = Pattern.compile("!(?=\\d)");

    private SemverRange() {}

    /** Empty when the text is no range. */
    static Optional<VersionRange> parse(String text) {
        String range = PRERELEASE.matcher(text).replaceAll("");
        range = HYPHEN.matcher(range).replaceAll(">=$1 <=$2");
        range = TILDE.matcher(range).replaceAll(SemverRange::tilde);
        range = CARET.matcher(range).replaceAll(m -> ">=" + m.group(1) + " <" + next(m.group(2)));
        range = NOT.matcher(range).replaceAll("!=");
        return VersionRange.parse(range.trim());
    }

    /** {@code ~16} is every 16; {@code ~16.1} and {@code ~16.1.3} are every 16.1 from there. */
    private static String tilde(MatchResult match) {
        String from = match.group().replaceAll("[~> v]", "");
        String before = match.group(2) == null ? next(match.group(1)) : match.group(1) + "." + next(match.group(2));
        return ">=" + from + " <" + before;
    }

    private static String next(String number) {
        return String.valueOf(Long.parseLong(number) + 1);
    }
}
