package io.dbvitals.config.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * Who may call the API, and how often. Nothing can be changed over HTTP before somebody is an admin.
 *
 * @param admins users of the web configuration who may change things; its other users may look
 * @param anonymous what those may do who do not say who they are; empty: look while the web configuration has no users, else nothing
 */
public record ApiConfig(
        List<String> admins, List<Token> tokens, List<Subject> subjects, Optional<Anonymous> anonymous, Limits limits) {
    /** Everybody looks, nobody changes anything. */
    public static final ApiConfig STANDARD =
            new ApiConfig(List.of(), List.of(), List.of(), Optional.empty(), Limits.STANDARD);

    public ApiConfig {
        admins = List.copyOf(admins);
        tokens = List.copyOf(tokens);
        subjects = List.copyOf(subjects);
    }

    /** Whether anybody may change anything. */
    public boolean hasAdmins() {
        return !admins.isEmpty()
                || tokens.stream().anyMatch(token -> token.role() == Role.ADMIN)
                || subjects.stream().anyMatch(subject -> subject.role() == Role.ADMIN);
    }

    /** What a token or a certificate is good for. */
    public enum Role {
        VIEWER,
        ADMIN
    }

    /** What may be done without a login. */
    public enum Anonymous {
        VIEWER,
        NONE
    }

    /**
     * A bearer token.
     *
     * @param name for logs
     * @param file that holds it, and nothing else
     */
    public record Token(String name, Role role, Path file) {}

    /** The owner of a client certificate, which the web configuration has verified. */
    public record Subject(X500Principal name, Role role) {}

    /**
     * Calls within a minute; so many may also come at once.
     *
     * @param changes of one caller
     * @param allChanges of all callers together
     * @param reads of one caller, or of one address without a login
     * @param failedLogins of one address; who is known from before goes on
     */
    public record Limits(int changes, int allChanges, int reads, int failedLogins) {
        public static final Limits STANDARD = new Limits(30, 120, 1_200, 30);
    }
}
