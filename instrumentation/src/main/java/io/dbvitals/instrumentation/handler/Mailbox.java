package io.dbvitals.instrumentation.handler;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A server that takes mails.
 *
 * @param timeout of connecting and of each answer
 */
public record Mailbox(String host, int port, Security security, Optional<Login> login, Duration timeout) {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** With STARTTLS, which must succeed; port 587 as a rule. */
    public static Mailbox startTls(String host, int port, Login login) {
        return new Mailbox(host, port, Security.STARTTLS, Optional.of(login), TIMEOUT);
    }

    /** With TLS from the start; port 465 as a rule. */
    public static Mailbox tls(String host, int port, Login login) {
        return new Mailbox(host, port, Security.TLS, Optional.of(login), TIMEOUT);
    }

    /** A relay in the same network, which asks for no password. */
    public static Mailbox relay(String host, int port) {
        return new Mailbox(host, port, Security.NONE, Optional.empty(), TIMEOUT);
    }

    /** How the way to the server is kept from others. */
    public enum Security {
        NONE,
        STARTTLS,
        TLS
    }

    /** Who sends; the password is asked for at each mail, so that a new one is used without a restart. */
    public record Login(String user, Supplier<String> password) {
        @Override
        public String toString() {
            return "Login[user=" + user + "]";
        }
    }
}
