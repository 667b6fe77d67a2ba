package io.dbvitals.http.access;

import io.dbvitals.config.WebConfig;
import io.dbvitals.config.yaml.ConfigException;
import java.nio.channels.SelectableChannel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The web configuration as it is now, and what it says about a request. */
public final class Access implements SelectorManager.AcceptListener, AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Access.class);
    private static final long CHECK_NANOS = 1_000_000_000L;

    private final Supplier<WebConfig> source;
    private final BasicAuth basicAuth = new BasicAuth();
    private final AtomicLong checkedAt = new AtomicLong(System.nanoTime());
    private volatile WebConfig current;
    private volatile Optional<Certificates> certificates = Optional.empty();
    private volatile @Nullable WebConfig refused;

    /** What becomes of a request. */
    public enum Decision {
        ADMITTED,
        REFUSED,
        /** Too many logins are being verified. */
        BUSY
    }

    /** Reads no certificates yet. */
    public Access(Supplier<WebConfig> source) {
        this.source = source;
        this.current = source.get();
    }

    /** Reads the certificates; empty when the web configuration asks for no TLS. */
    public Optional<SslContextFactory.Server> encryption() throws ConfigException {
        if (current.tls().isPresent()) {
            certificates = Optional.of(new Certificates(current.tls().get()));
        }
        return certificates.map(Certificates::factory);
    }

    /** With an expired certificate no request ever comes, so a new one is looked for when a connection does. */
    @Override
    public void onAccepting(SelectableChannel channel) {
        current();
    }

    /** Looks for a change at most once a second. */
    private WebConfig current() {
        long now = System.nanoTime();
        long before = checkedAt.get();
        if (now - before >= CHECK_NANOS && checkedAt.compareAndSet(before, now)) {
            changed(source.get());
        }
        return current;
    }

    /** Users and TLS come into use together or not at all: with a part of them the port could be open to all. */
    private void changed(WebConfig now) {
        if (now.tls().isPresent() == certificates.isPresent()) {
            if (certificates.isEmpty() || certificates.get().use(now.tls().orElseThrow())) {
                current = now;
            }
        } else if (!now.equals(refused)) {
            refused = now;
            logger.error(
                    "the web configuration now says {}; restart dbvitals for that, until then the one before is used",
                    certificates.isPresent() ? "no TLS" : "TLS");
        }
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
