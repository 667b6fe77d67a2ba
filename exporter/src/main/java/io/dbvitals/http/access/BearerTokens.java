package io.dbvitals.http.access;

import io.dbvitals.config.api.ApiConfig.Token;
import io.dbvitals.config.api.TokenFile;
import io.dbvitals.http.resource.Caller;
import io.dbvitals.http.resource.Role;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which token a request bears. */
final class BearerTokens {
    private static final String SCHEME = "Bearer ";

    private final Map<Path, TokenFile> files = new ConcurrentHashMap<>();

    static boolean isMeant(String authorization) {
        return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /** Takes as long for any wrong token: all are compared, as digests and to their end. */
    Optional<Caller> find(List<Token> tokens, String authorization) {
        byte[] given = TokenFile.digest(authorization.substring(SCHEME.length()).strip());
        Optional<Caller> found = Optional.empty();
        for (Token token : tokens) {
            byte[] right =
                    files.computeIfAbsent(token.file(), TokenFile::new).digest().orElse(new byte[0]);
            if (MessageDigest.isEqual(right, given)) {
                found = Optional.of(new Caller(
                        "token:" + token.name(), Role.valueOf(token.role().name())));
            }
        }
        return found;
    }

    /** Looks at the files before the first request, so that what is wrong with them is in the log at the start. */
    void look(List<Token> tokens) {
        tokens.forEach(
                token -> files.computeIfAbsent(token.file(), TokenFile::new).digest());
    }
}
