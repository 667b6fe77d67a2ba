package io.dbvitals.http.access;

import io.dbvitals.config.WebConfig;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The web configuration as it is now, and what it says about a request. */
public final class Access implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Access.class);
    private static final long CHECK_NANOS = 1_000_000_000L;

    private final Supplier<WebConfig> source;
    private final BasicAuth basicAuth = new BasicAuth();
    private final AtomicLong checkedAt;
    /** A port cannot change from one to the other while it is open. */
    private final boolean encrypted;

    private volatile WebConfig current;

    /** What becomes of a request. */
    public enum Decision {
        ADMITTED,
        REFUSED,
        /** Too many logins are being verified. */
        BUSY
    }

    /** Reads it for the first time. */
    public Access(Supplier<WebConfig> source) {
        this.source = source;
        this.current = source.get();
        this.encrypted = current.tls().isPresent();
        this.checkedAt = new AtomicLong(System.nanoTime());
    }

    /** Looks for a change at most once a second. */
    WebConfig current() {
        long now = System.nanoTime();
        long before = checkedAt.get();
        if (now - before >= CHECK_NANOS && checkedAt.compareAndSet(before, now)) {
            changed(source.get());
        }
        return current;
    }

    private void changed(WebConfig now) {
        if (now.tls().isPresent() != current.tls().isPresent() && now.tls().isPresent() != encrypted) {
            logger.error(
                    "the web configuration now says {}; restart dbvitals for that, until then it goes on {}",
                    encrypted ? "no TLS" : "TLS",
                    encrypted ? "with TLS" : "without TLS");
        }
        current = now;
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
