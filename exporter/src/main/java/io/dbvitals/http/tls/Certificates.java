package io.dbvitals.http.tls;

import io.dbvitals.config.WebConfig.Tls;
import io.dbvitals.config.yaml.ConfigException;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The TLS settings in use: the last ones whose files were all good. */
public final class Certificates {
    private static final Logger logger = LoggerFactory.getLogger(Certificates.class);

    private final SslContextFactory.Server factory = new SslContextFactory.Server();
    private Tls used;
    private Tls tried;
    private String fingerprint;

    /** Reads the files for the first time. */
    public Certificates(Tls tls) throws ConfigException {
        used = tls;
        tried = tls;
        fingerprint = TlsFiles.fingerprint(tls);
        TlsFiles.configure(factory, tls);
    }

    public SslContextFactory.Server factory() {
        return factory;
    }

    /** Reads what has changed; returns whether {@code tls} is in use now, perhaps with files as they were before. */
    public synchronized boolean use(Tls tls) {
        String seen = TlsFiles.fingerprint(tls);
        if (!tls.equals(tried) || !seen.equals(fingerprint)) {
            tried = tls;
            fingerprint = seen;
            load(tls);
        }
        return tls.equals(used);
    }

    private void load(Tls tls) {
        try {
            // A broken file must not cost the settings that work.
            TlsFiles.configure(new SslContextFactory.Server(), tls);
            factory.reload(changed -> configure(tls));
            used = tls;
            logger.info("the TLS certificate was read anew from {}", tls.certificate());
        } catch (Exception e) {
            logger.error("the TLS files have changed and cannot be used, those before are kept: {}", e.getMessage());
        }
    }

    private void configure(Tls tls) {
        try {
            TlsFiles.configure(factory, tls);
        } catch (ConfigException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
