package io.dbvitals.advice.mysql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One piece of SQL as MySQL and MariaDB write it.
 *
 * @param text without the quotes of a name; a literal as it stands
 * @param start where it begins in the whole
 */
public record Token(Kind kind, String text, int start) {
    /** What a piece is. */
    public enum Kind {
        /** A keyword, or a name without quotes. */
        WORD,
        /** A name in backticks. */
        NAME,
        NUMBER,
        STRING,
        /** A sign, or a few of them. */
        SIGN
    }

    /** Comments and blanks are no tokens; what is left open goes to the end of the text. */
    private static final Pattern PIECE = Pattern.compile("""
            (?<blank>\\s+|--[\\s][^\\n]*|\\#[^\\n]*|/\\*(?:(?!\\*/).)*(?:\\*/|$))\
            |(?<name>`(?:[^`]|``)*(?:`|$))\
            |(?<string>(?:\\b[nNxXbB]|\\b_[A-Za-z0-9]+\\s*)?(?:'(?:[^'\\\\]|''|\\\\.)*(?:'|$)|"(?:[^"\\\\]|""|\\\\.)*(?:"|$)))\
            |(?<number>0[xX][0-9A-Fa-f]+|0[bB][01]+|(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?(?![\\w$]))\
            |(?<word>@{0,2}[\\p{L}\\p{N}_$]+(?:(?<=\\bsubquery)\\#\\d+)?)\
            |(?<marker><(?:in_optimizer|cache|ref_null_helper|expr_cache|exists|is_not_null_test|if|not|nop|min|max|materialize|primary_index_lookup|index_lookup|auto_key\\d+)>)\
            |(?<sign><=>|<=|>=|<>|!=|:=|\\|\\||&&|<<|>>|->>|->|.)""", Pattern.DOTALL);

    /** All of them, in order. */
    public static List<Token> of(String sql) {
        List<Token> tokens = new ArrayList<>();
        Matcher piece = PIECE.matcher(sql);
        while (piece.find()) {
            kind(piece).ifPresent(kind -> tokens.add(new Token(kind, text(kind, piece.group()), piece.start())));
        }
        return tokens;
    }

    /** The same text with a question mark for each literal. */
    public static String redacted(String sql) {
        StringBuilder out = new StringBuilder();
        Matcher piece = PIECE.matcher(sql);
        while (piece.find()) {
            Optional<Kind> kind = kind(piece);
            if (kind.isEmpty()) {
                // A comment may hold anything.
                out.append(piece.group().isBlank() ? piece.group() : " ");
            } else {
                out.append(kind.get() == Kind.NUMBER || kind.get() == Kind.STRING ? "?" : piece.group());
            }
        }
        return out.toString();
    }

    private static Optional<Kind> kind(Matcher piece) {
        if (piece.group("blank") != null) {
            return Optional.empty();
        }
        if (piece.group("name") != null) {
            return Optional.of(Kind.NAME);
        }
        if (piece.group("string") != null) {
            return Optional.of(Kind.STRING);
        }
        if (piece.group("number") != null) {
            return Optional.of(Kind.NUMBER);
        }
        return Optional.of(piece.group("word") != null ? Kind.WORD : Kind.SIGN);
    }

    private static String text(Kind kind, String written) {
        return kind == Kind.NAME ? written.replaceAll("^`|`$", "").replace("``", "`") : written;
    }

    /** Whether it is this sign, or this keyword in whatever case. */
    public boolean is(String wanted) {
        return (kind == Kind.WORD || kind == Kind.SIGN) && text.equalsIgnoreCase(wanted);
    }

    boolean literal() {
        return kind == Kind.NUMBER || kind == Kind.STRING;
    }

    /** Whether it can be the name of something. */
    boolean nameable() {
        return kind == Kind.NAME || (kind == Kind.WORD && !Keywords.CONDITION.contains(text.toLowerCase(Locale.ROOT)));
    }
}
