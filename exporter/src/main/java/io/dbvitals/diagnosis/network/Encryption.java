package io.dbvitals.diagnosis.network;

import io.dbvitals.config.TlsConfig;
import io.dbvitals.config.TlsConfig.Mode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the configuration asks of the encryption.
 *
 * @param setting as the user wrote it, as {@code sslmode=require}
 * @param authority whether the certificate must be signed by someone trusted
 * @param name whether it must bear {@code expected}
 * @param ca certificates that are trusted; empty: those that Java trusts
 */
public record Encryption(
        Need need, String setting, boolean authority, boolean name, Optional<Path> ca, String expected) {
    /** Whether there must be any. */
    public enum Need {
        NONE,
        /** Where the server offers it. */
        POSSIBLE,
        REQUIRED
    }

    /** As the targets have it that are not read by libpq's parameters. */
    public static Encryption of(TlsConfig tls, String host) {
        Mode mode = tls.mode();
        return new Encryption(
                tls.on() ? Need.REQUIRED : Need.NONE,
                switch (mode) {
                    case OFF -> "no tls";
                    case TRUST -> "tls without verification";
                    case VERIFY_CA -> "tls with a verified certificate";
                    case VERIFY_FULL -> "tls with a verified certificate and name";
                },
                mode == Mode.VERIFY_CA || mode == Mode.VERIFY_FULL,
                mode == Mode.VERIFY_FULL,
                tls.ca(),
                tls.serverName().orElse(host));
    }

    /** By {@code sslmode} and {@code sslrootcert}; without the latter, libpq's file in the home folder counts. */
    public static Encryption libpq(Map<String, String> parameters, String host) {
        String mode = parameters.getOrDefault("sslmode", "prefer").toLowerCase(Locale.ROOT);
        boolean authority = mode.equals("verify-ca") || mode.equals("verify-full");
        Need need = switch (mode) {
            case "disable" -> Need.NONE;
            case "allow", "prefer" -> Need.POSSIBLE;
            default -> Need.REQUIRED;
        };
        Path own = Path.of(System.getProperty("user.home", ""), ".postgresql", "root.crt");
        Path ca =
                Optional.ofNullable(parameters.get("sslrootcert")).map(Path::of).orElse(own);
        return new Encryption(
                need,
                "sslmode=" + mode,
                authority,
                mode.equals("verify-full"),
                authority ? Optional.of(ca) : Optional.empty(),
                host);
    }
}
