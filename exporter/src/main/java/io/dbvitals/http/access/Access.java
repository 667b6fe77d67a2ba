package io.dbvitals.http.access;

import io.dbvitals.config.WebConfig;
import io.dbvitals.config.api.ApiConfig;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.http.resource.Caller;
import io.dbvitals.http.resource.Role;
import io.dbvitals.http.tls.Certificates;
import java.nio.channels.SelectableChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The web configuration as it is now, and what it says about a request. */
public final class Access implements SelectorManager.AcceptListener, AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Access.class);
    private static final long CHECK_NANOS = 1_000_000_000L;

    private final Supplier<WebConfig> source;
    private final Supplier<ApiConfig> api;
    private final BasicAuth basicAuth = new BasicAuth();
    private final BearerTokens bearerTokens = new BearerTokens();
    private final Buckets wrongLogins = new Buckets();
    private final AtomicLong checkedAt = new AtomicLong(System.nanoTime());
    private volatile WebConfig current;
    private volatile Optional<Certificates> certificates = Optional.empty();
    private volatile long verifiedSinceMillis;
    private volatile @Nullable WebConfig refused;
    private volatile Warnings warned = Warnings.NONE;

    /** Reads no certificates yet. */
    public Access(Supplier<WebConfig> source, Supplier<ApiConfig> api) {
        this.source = source;
        this.api = api;
        this.current = source.get();
        bearerTokens.look(api.get().tokens());
        warned = Warnings.of(current, api.get()).after(warned);
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
            warned = Warnings.of(current, api.get()).after(warned);
        }
        return current;
    }

    /** Users and TLS come into use together or not at all: with a part of them the port could be open to all. */
    private void changed(WebConfig now) {
        if (now.tls().isPresent() == certificates.isPresent()) {
            if (certificates.isEmpty() || certificates.get().use(now.tls().orElseThrow())) {
                if (Subjects.areVerified(now) && !Subjects.areVerified(current)) {
                    verifiedSinceMillis = System.currentTimeMillis() + 1;
                }
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

    /** Who may call over HTTP, as it is now. */
    public ApiConfig terms() {
        return api.get();
    }

    /** Whether somebody may log in by a name and a password. */
    public boolean hasUsers() {
        return !current().users().isEmpty();
    }

    /** Whether somebody may log in, by name or by token. */
    public boolean hasLogins() {
        return hasUsers() || !terms().tokens().isEmpty();
    }

    /** Whether everybody who gets as far as a connection has a certificate that was verified. */
    public boolean verifiesEverybody() {
        return current()
                .tls()
                .map(tls -> tls.clientAuth().equals("RequireAndVerifyClientCert"))
                .orElse(false);
    }

    /** What a request that is refused must say of the ways in. */
    public String challenge() {
        List<String> ways = new ArrayList<>();
        if (hasUsers()) {
            ways.add("Basic realm=\"dbvitals\", charset=\"UTF-8\"");
        }
        if (!terms().tokens().isEmpty()) {
            ways.add("Bearer realm=\"dbvitals\"");
        }
        return String.join(", ", ways);
    }

    /**
     * Who sent a request, and whether it may be answered. A login that is given decides alone, and must be right wherever anybody can
     * log in; without one a verified certificate does, and then what is open to all.
     */
    public CompletableFuture<Admission> decide(Request request) {
        WebConfig web = current();
        ApiConfig terms = terms();
        String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (authorization != null && (!web.users().isEmpty() || !terms.tokens().isEmpty())) {
            Failures failures = new Failures(
                    wrongLogins, Addresses.machine(request), terms.limits().failedLogins());
            return BearerTokens.isMeant(authorization)
                    ? CompletableFuture.completedFuture(byToken(terms, authorization, failures))
                    : basicAuth.decide(web.users(), authorization, user -> caller(user, terms), failures);
        }
        if (Subjects.areVerified(web)) {
            Optional<Caller> known = Subjects.find(terms.subjects(), request, verifiedSinceMillis);
            if (known.isPresent()) {
                return CompletableFuture.completedFuture(Admission.of(known.get()));
            }
        }
        boolean open = terms.anonymous()
                .map(anonymous -> anonymous == ApiConfig.Anonymous.VIEWER)
                .orElse(web.users().isEmpty());
        return CompletableFuture.completedFuture(open ? Admission.ANONYMOUS : Admission.REFUSED);
    }

    private Admission byToken(ApiConfig terms, String authorization, Failures failures) {
        return bearerTokens
                .find(terms.tokens(), authorization)
                .map(Admission::byToken)
                .orElseGet(() -> failures.take().orElse(Admission.REFUSED));
    }

    private static Caller caller(String user, ApiConfig terms) {
        return new Caller(user, terms.admins().contains(user) ? Role.ADMIN : Role.VIEWER);
    }

    @Override
    public void close() {
        basicAuth.close();
    }
}
