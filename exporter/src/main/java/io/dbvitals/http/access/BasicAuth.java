package io.dbvitals.http.access;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import io.dbvitals.http.resource.Caller;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Basic authentication against bcrypt hashes. A hash costs tens of milliseconds by design, so it is verified on one thread
 * of its own with a short queue: who guesses passwords cannot keep those out who were let in before.
 */
final class BasicAuth implements AutoCloseable {
    private static final int MAX_QUEUED = 64;
    private static final int MAX_REMEMBERED = 100;
    private static final String SCHEME = "Basic ";

    private final byte[] salt = new byte[32];
    private final ThreadPoolExecutor verifying;
    /** Digests of what was verified, the user's hash included: a rotated hash makes them useless. */
    private final LinkedHashMap<ByteBuffer, Boolean> verified = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Boolean> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    private record Login(String user, String password) {}

    BasicAuth() {
        new SecureRandom().nextBytes(salt);
        verifying = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_QUEUED), task -> {
            Thread thread = new Thread(task, "http-auth");
            thread.setDaemon(true);
            return thread;
        });
        verifying.allowCoreThreadTimeOut(true);
    }

    /**
     * Whether the login is right.
     *
     * @param users name to bcrypt hash
     * @param caller of a user
     * @param failures counts what is not known to be right; one that turns out to be right counts for nothing
     */
    CompletableFuture<Admission> decide(
            Map<String, String> users, String authorization, Function<String, Caller> caller, Failures failures) {
        Optional<Login> login = parse(authorization);
        if (login.isEmpty() || users.isEmpty()) {
            return CompletableFuture.completedFuture(Admission.REFUSED);
        }
        String hash = users.get(login.get().user());
        if (hash == null) {
            // An unknown user takes as long as a known one with a wrong password.
            String anyHash = users.values().iterator().next();
            return later(failures, () -> {
                matches(login.get().password(), anyHash);
                return Admission.REFUSED;
            });
        }
        Admission admitted = Admission.of(caller.apply(login.get().user()));
        ByteBuffer digest = digest(login.get(), hash);
        if (isRemembered(digest)) {
            return CompletableFuture.completedFuture(admitted);
        }
        return later(failures, () -> {
            // The same login may have been verified while this one was queued.
            if (!isRemembered(digest) && !matches(login.get().password(), hash)) {
                return Admission.REFUSED;
            }
            remember(digest);
            failures.giveBack();
            return admitted;
        });
    }

    private CompletableFuture<Admission> later(Failures failures, Supplier<Admission> verification) {
        Optional<Admission> limited = failures.take();
        if (limited.isPresent()) {
            return CompletableFuture.completedFuture(limited.get());
        }
        try {
            return CompletableFuture.supplyAsync(verification, verifying);
        } catch (RejectedExecutionException e) {
            failures.giveBack();
            return CompletableFuture.completedFuture(Admission.BUSY);
        }
    }

    private static Optional<Login> parse(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        String decoded;
        try {
            byte[] bytes = Base64.getDecoder()
                    .decode(authorization.substring(SCHEME.length()).strip());
            decoded = new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int colon = decoded.indexOf(':');
        return colon < 0
                ? Optional.empty()
                : Optional.of(new Login(decoded.substring(0, colon), decoded.substring(colon + 1)));
    }

    private static boolean matches(String password, String hash) {
        return BCrypt.verifyer(BCrypt.Version.VERSION_2A, LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2A))
                .verify(password.getBytes(StandardCharsets.UTF_8), hash.getBytes(StandardCharsets.UTF_8))
                .verified;
    }

    private ByteBuffer digest(Login login, String hash) {
        MessageDigest sha;
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
        sha.update(salt);
        sha.update(login.user().getBytes(StandardCharsets.UTF_8));
        sha.update((byte) 0);
        sha.update(hash.getBytes(StandardCharsets.UTF_8));
        sha.update((byte) 0);
        sha.update(login.password().getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(sha.digest());
    }

    private boolean isRemembered(ByteBuffer digest) {
        synchronized (verified) {
            return verified.get(digest) != null;
        }
    }

    private void remember(ByteBuffer digest) {
        synchronized (verified) {
            verified.put(digest, true);
        }
    }

    @Override
    public void close() {
        verifying.shutdownNow();
    }
}
