package io.dbvitals.http.access;

import io.dbvitals.config.ConfigException;
import io.dbvitals.config.WebConfig.Tls;
import java.nio.channels.SelectableChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate as its files are now. It is looked for when a connection comes, because with an expired one no request
 * ever would.
 */
public final class Certificates implements SelectorManager.AcceptListener {
    private static final Logger logger = LoggerFactory.getLogger(Certificates.class);
    private static final long CHECK_NANOS = 1_000_000_000L;

    private final Access access;
    private final SslContextFactory.Server factory = new SslContextFactory.Server();
    private final AtomicLong checkedAt = new AtomicLong(System.nanoTime());
    private volatile Tls loaded;
    private volatile String fingerprint;

    private Certificates(Access access, Tls tls) throws ConfigException {
        this.access = access;
        this.loaded = tls;
        this.fingerprint = TlsFiles.fingerprint(tls);
        TlsFiles.configure(factory, tls);
    }

    /** Reads them for the first time; empty when the web configuration asks for no TLS. */
    public static Optional<Certificates> of(Access access) throws ConfigException {
        Optional<Tls> tls = access.current().tls();
        return tls.isEmpty() ? Optional.empty() : Optional.of(new Certificates(access, tls.get()));
    }

    public SslContextFactory.Server factory() {
        return factory;
    }

    @Override
    public void onAccepting(SelectableChannel channel) {
        long now = System.nanoTime();
        long before = checkedAt.get();
        if (now - before >= CHECK_NANOS && checkedAt.compareAndSet(before, now)) {
            refresh();
        }
    }

    private void refresh() {
        Optional<Tls> now = access.current().tls();
        if (now.isEmpty()) {
            // Going on in plain text is a step that a restart must take.
            return;
        }
        String seen = TlsFiles.fingerprint(now.get());
        if (seen.equals(fingerprint) && now.get().equals(loaded)) {
            return;
        }
        fingerprint = seen;
        loaded = now.get();
        try {
            SslContextFactory.Server trial = new SslContextFactory.Server();
            TlsFiles.configure(trial, now.get());
            factory.reload(changed -> configured(now.get()));
            logger.info("the TLS certificate was read anew from {}", now.get().certificate());
        } catch (Exception e) {
            logger.error("the TLS files have changed and cannot be used, those before are kept: {}", e.getMessage());
        }
    }

    private void configured(Tls tls) {
        try {
            TlsFiles.configure(factory, tls);
        } catch (ConfigException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
