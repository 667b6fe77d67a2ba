package io.dbvitals.guard.audit.chain;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.dbvitals.config.json.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of the log, as far as the chain is concerned.
 *
 * <p>It is a JSON object whose last member is {@code hash}: the SHA-256 of the line without that member, so that
 * {@code sed 's/,"hash":"[0-9a-f]*"}$/}/' | tr -d '\n' | sha256sum} yields it. The members that are read back come first and always in
 * the same order.
 *
 * @param id number of the record that began what this one is about; its own where none did
 * @param target as written, with its escapes
 * @param pid empty when there is none
 * @param torn SHA-256 of the bytes before this record that are no records, which it notes; empty when it notes none
 * @param intact whether the hash is that of the content
 */
public record Line(
        long seq,
        String prevHash,
        String ts,
        String phase,
        long id,
        String action,
        String target,
        String pid,
        String torn,
        String hash,
        boolean intact) {
    /** What the first record of all follows. */
    static final String NO_HASH = "0".repeat(64);

    private static final Pattern START = Pattern.compile("\\{\"seq\":(\\d{1,18}),\"prev_hash\":\"([0-9a-f]{64})\","
            + "\"ts\":\"([0-9T:.Z-]+)\",\"phase\":\"(intent|outcome|event)\",\"id\":(\\d{1,18}),"
            + "\"action\":\"([^\"\\\\]*+)\",\"target\":\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\""
            + "(?:,\"pid\":(\\d+))?(?:,\"torn\":\"([0-9a-f]{64})\")?[,}]");
    private static final Pattern END = Pattern.compile(",\"hash\":\"([0-9a-f]{64})\"\\}");
    private static final int END_LENGTH = 75;
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** As moments stand in the log: UTC, with microseconds. */
    public static String micros(Instant moment) {
        return MICROS.format(moment);
    }

    /** The line of these members, without what ends a line. */
    static String write(Map<String, Object> members) {
        String json = Json.write(members);
        return json.substring(0, json.length() - 1) + ",\"hash\":\"" + sha256(json.getBytes(UTF_8)) + "\"}";
    }

    /** Empty when the bytes are no line of this log. */
    public static Optional<Line> read(byte[] line) {
        int end = line.length - END_LENGTH;
        if (end < 0) {
            return Optional.empty();
        }
        Matcher start = START.matcher(new String(line, UTF_8));
        Matcher hash = END.matcher(new String(line, end, END_LENGTH, US_ASCII));
        if (!start.lookingAt() || !hash.matches()) {
            return Optional.empty();
        }
        byte[] hashed = Arrays.copyOf(line, end + 1);
        hashed[end] = '}';
        return Optional.of(new Line(
                Long.parseLong(start.group(1)),
                start.group(2),
                start.group(3),
                start.group(4),
                Long.parseLong(start.group(5)),
                start.group(6),
                start.group(7),
                Optional.ofNullable(start.group(8)).orElse(""),
                Optional.ofNullable(start.group(9)).orElse(""),
                hash.group(1),
                sha256(hashed).equals(hash.group(1))));
    }

    /** Whether it is a record about the file itself. */
    public boolean is(Note note) {
        return phase.equals("event") && action.equals(note.action());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }
}
