package io.dbvitals.config.login;

import io.dbvitals.config.yaml.ConfigException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads URLs of servers: {@code postgresql://user:password@host:port/database?key=value}, the same behind {@code jdbc:}, and libpq's
 * {@code host=… port=… password='…'} into libpq's keywords. No error quotes the text, as it may hold a password.
 */
public final class ConnectionString {
    private static final Pattern KEY = Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_.]*)\\s*=\\s*");
    private static final Pattern SCHEME = Pattern.compile("\\s*(?:jdbc:)?([A-Za-z][A-Za-z0-9+.-]*)://");
    private static final String RESERVED = "; in a user name or password write @ as %40, : as %3A, / as %2F, ? as %3F"
            + " and % as %25, or give the password by password_file";

    private final Map<String, String> keywords = new LinkedHashMap<>();
    private final boolean jdbc;

    private ConnectionString(boolean jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The parts of {@code scheme://user:password@host:port/path?key=value} under libpq's names, where the scheme is one of those, also
     * behind {@code jdbc:}; a text without any scheme is taken as {@code host:port}.
     *
     * @param example what the error shows
     */
    public static Map<String, String> parse(String text, Collection<String> schemes, String example)
            throws ConfigException {
        String trimmed = text.trim();
        boolean jdbc = trimmed.regionMatches(true, 0, "jdbc:", 0, 5);
        String rest = jdbc ? trimmed.substring(5) : trimmed;
        int end = rest.indexOf("://");
        if (end >= 0 && !schemes.contains(rest.substring(0, end).toLowerCase(Locale.ROOT))) {
            throw new ConfigException("must look like " + example);
        }
        ConnectionString result = new ConnectionString(jdbc);
        result.url(end < 0 ? rest : rest.substring(end + 3));
        result.check();
        return result.keywords;
    }

    /** What stands before {@code ://}, in lower case; empty where there is none. */
    public static String scheme(String text) {
        Matcher scheme = SCHEME.matcher(text);
        return scheme.lookingAt() ? scheme.group(1).toLowerCase(Locale.ROOT) : "";
    }

    /** Keys are libpq's ({@code host}, {@code port}, {@code dbname}, {@code user}, {@code password}, …). */
    public static Map<String, String> parse(String text) throws ConfigException {
        String trimmed = text.trim();
        boolean jdbc = trimmed.regionMatches(true, 0, "jdbc:", 0, 5);
        String rest = jdbc ? trimmed.substring(5) : trimmed;
        ConnectionString result = new ConnectionString(jdbc);
        String lower = rest.toLowerCase(Locale.ROOT);
        if (lower.startsWith("postgresql://") || lower.startsWith("postgres://")) {
            result.url(rest.substring(rest.indexOf("//") + 2));
        } else if (jdbc && lower.startsWith("postgresql:")) {
            result.path(rest.substring("postgresql:".length()));
        } else if (!jdbc && !rest.contains("://") && KEY.matcher(rest).lookingAt()) {
            result.keyValues(rest);
        } else {
            throw new ConfigException("must look like postgresql://user@host:5432/database, like"
                    + " jdbc:postgresql://host:5432/database, or like host=db1 port=5432 dbname=app user=monitor");
        }
        result.check();
        return result.keywords;
    }

    private void url(String text) throws ConfigException {
        int end = indexOfAny(text, "/?");
        String authority = text.substring(0, end);
        int at = authority.lastIndexOf('@');
        if (at >= 0) {
            String[] user = authority.substring(0, at).split(":", 2);
            put("user", decode(user[0]));
            put("password", user.length == 2 ? decode(user[1]) : "");
        }
        hostAndPort(authority.substring(at + 1));
        path(text.startsWith("/", end) ? text.substring(end + 1) : text.substring(end));
    }

    private void hostAndPort(String text) throws ConfigException {
        if (text.contains(",")) {
            throw new ConfigException("names several hosts; give each server a target of its own");
        }
        int bracket = text.startsWith("[") ? text.indexOf(']') : -1;
        int colon = text.indexOf(':', Math.max(bracket, 0));
        if (text.startsWith("[") && (bracket < 0 || (bracket + 1 != text.length() && colon != bracket + 1))) {
            throw new ConfigException("has an IPv6 address that is not written [address] or [address]:port");
        }
        String host = colon < 0 ? text : text.substring(0, colon);
        put("host", decode(bracket < 0 ? host : host.substring(1, bracket)));
        put("port", colon < 0 ? "" : text.substring(colon + 1));
    }

    private void path(String text) throws ConfigException {
        int query = indexOfAny(text, "?");
        String database = text.substring(0, query);
        if (database.contains("@") || database.contains("/")) {
            throw new ConfigException("has an @ or / behind the host" + RESERVED);
        }
        put("dbname", decode(database));
        if (query == text.length()) {
            return;
        }
        for (String parameter : text.substring(query + 1).split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals < 1) {
                throw new ConfigException("has a parameter behind ? that is not written key=value" + RESERVED);
            }
            put(decode(parameter.substring(0, equals)), decode(parameter.substring(equals + 1)));
        }
    }

    /** As libpq reads it: single quotes around values with spaces, a backslash before quotes and backslashes. */
    private void keyValues(String text) throws ConfigException {
        int i = 0;
        while (i < text.length()) {
            Matcher key = KEY.matcher(text).region(i, text.length());
            if (!key.lookingAt()) {
                throw new ConfigException("must be pairs of key=value; put a value with spaces in single quotes");
            }
            i = key.end();
            boolean quoted = text.startsWith("'", i);
            i += quoted ? 1 : 0;
            StringBuilder value = new StringBuilder();
            while (i < text.length() && (quoted ? text.charAt(i) != '\'' : !Character.isWhitespace(text.charAt(i)))) {
                i += text.charAt(i) == '\\' && i + 1 < text.length() ? 1 : 0;
                value.append(text.charAt(i++));
            }
            if (quoted && i == text.length()) {
                throw new ConfigException("has a single quote that is not closed");
            }
            i += quoted ? 1 : 0;
            put(key.group(1), value.toString());
            while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
                i++;
            }
        }
    }

    private void check() throws ConfigException {
        if (keywords.containsKey("service")) {
            throw new ConfigException("names a service; service files are not read, give host, port and database");
        }
        if (keywords.getOrDefault("host", "").contains(",")) {
            throw new ConfigException("names several hosts; give each server a target of its own");
        }
        String port = keywords.getOrDefault("port", "5432");
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
            throw new ConfigException("has a port that is no number from 1 to 65535" + RESERVED);
        }
    }

    private void put(String key, String value) {
        if (!value.isEmpty()) {
            keywords.put(key, value);
        }
    }

    private String decode(String text) throws ConfigException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '%') {
                int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
                int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new ConfigException("has a % that is not followed by two hexadecimal digits" + RESERVED);
                }
                bytes.write(high * 16 + low);
                i += 2;
            } else {
                // The JDBC driver decodes forms (+ is a space), libpq does not.
                bytes.write(jdbc && raw[i] == '+' ? ' ' : raw[i]);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int indexOfAny(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }
}
