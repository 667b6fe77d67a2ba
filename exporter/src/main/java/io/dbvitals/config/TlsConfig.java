package io.dbvitals.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a connection is encrypted.
 *
 * @param mode what is asked of the server
 * @param ca PEM certificates that the server's must be signed by; empty: those that Java trusts
 * @param cert PEM certificate chain that we show
 * @param key PEM private key of {@code cert}, PKCS #8
 * @param serverName that the server's certificate must bear instead of the host's name
 */
public record TlsConfig(
        Mode mode, Optional<Path> ca, Optional<Path> cert, Optional<Path> key, Optional<String> serverName) {
    /** No encryption. */
    public static final TlsConfig OFF =
            new TlsConfig(Mode.OFF, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** To a host whose certificate someone signed that Java trusts. */
    public static final TlsConfig VERIFIED =
            new TlsConfig(Mode.VERIFY_FULL, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** From none to all. */
    public enum Mode {
        OFF,
        /** Encrypted, whoever the server is. */
        TRUST,
        /** The server's certificate must be signed by someone trusted. */
        VERIFY_CA,
        /** And it must be for the host that was asked for. */
        VERIFY_FULL
    }

    /** Whether the connection is encrypted at all. */
    public boolean on() {
        return mode != Mode.OFF;
    }
}
