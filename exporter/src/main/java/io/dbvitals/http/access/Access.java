package io.dbvitals.http.access;

import io.dbvitals.config.WebConfig;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The web configuration as it is now, and what it says about a request. */
public final class Access implements AutoCloseable {
    private static final long CHECK_NANOS = 1_000_000_000L;

    private final Supplier<WebConfig> source;
    private final BasicAuth basicAuth = new BasicAuth();
    private final AtomicLong checkedAt;
    private volatile WebConfig current;

    /** What becomes of a request. */
    public enum Decision {
        ADMITTED,
        REFUSED,
        /** Too many logins are being verified. */
        BUSY
    }

    public Access(Supplier<WebConfig> source) {
        this.source = source;
        this.current = source.get();
        this.checkedAt = new AtomicLong(System.nanoTime());
    }

    /** Looks for a change at most once a second. */
    WebConfig current() {
        long now = System.nanoTime();
        long before = checkedAt.get();
        if (now - before >= CHECK_NANOS && checkedAt.compareAndSet(before, now)) {
            current = source.get();
        }
        return current;
    }

    /** To be added to every answer. */
    public Map<String, String> headers() {
        return current().headers();
    }

    /** Whether whoever gets as far as a route has proven who they are. */
    public boolean knowsItsClients() {
        WebConfig now = current();
        return !now.users().isEmpty()
                || now.tls()
                        .map(tls -> tls.clientAuth().equals("RequireAndVerifyClientCert"))
                        .orElse(false);
    }

    /**
     * Whether a request may be answered.
     *
     * @param authorization the header of that name
     */
    public CompletableFuture<Decision> decide(@Nullable String authorization) {
        return basicAuth.decide(current().users(), authorization);
    }

    @Override
    public void close() {
        basicAuth.close();
    }
}
