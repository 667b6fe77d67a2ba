package io.dbvitals.config.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file with a bearer token, looked at once a second at most. Only the digest of the token is kept. */
public final class TokenFile {
    private static final Logger logger = LoggerFactory.getLogger(TokenFile.class);
    private static final long PAUSE_NANOS = 1_000_000_000L;
    private static final int MIN_LENGTH = 16;
    private static final int MAX_LENGTH = 4_096;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private final Path path;
    private Optional<byte[]> current = Optional.empty();
    private String said = "";
    private long lookedAtNanos = System.nanoTime() - PAUSE_NANOS;

    public TokenFile(Path path) {
        this.path = path;
    }

    /** SHA-256 of the token; empty while the file holds none that is good. */
    public synchronized Optional<byte[]> digest() {
        if (System.nanoTime() - lookedAtNanos >= PAUSE_NANOS) {
            lookedAtNanos = System.nanoTime();
            current = read();
        }
        return current;
    }

    /** As tokens are compared: in this form they all have the same length. */
    public static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private Optional<byte[]> read() {
        String token;
        try {
            if (Files.size(path) > MAX_LENGTH) {
                return refused("is longer than " + MAX_LENGTH + " bytes; write the token alone into it");
            }
            token = Files.readString(path).strip();
        } catch (IOException e) {
            return refused("cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        if (token.length() < MIN_LENGTH) {
            return refused("holds less than " + MIN_LENGTH + " characters; openssl rand -hex 32 makes a good token");
        }
        if (!TOKEN.matcher(token).matches()) {
            return refused(
                    "holds something else than letters, digits and ._~+/-; openssl rand -hex 32 makes a good token");
        }
        say(openToOthers() ? "can be read by every user of this machine; chmod 0600 or 0640" : "");
        return Optional.of(digest(token));
    }

    private boolean openToOthers() {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
            return permissions.contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private Optional<byte[]> refused(String why) {
        say(why + "; until then nobody gets in by it");
        return Optional.empty();
    }

    /** Once, until it is something else. */
    private void say(String text) {
        if (!text.equals(said) && !text.isEmpty()) {
            logger.warn("the token file {} {}", path, text);
        }
        said = text;
    }
}
