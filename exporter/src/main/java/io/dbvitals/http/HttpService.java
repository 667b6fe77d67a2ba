package io.dbvitals.http;

import io.dbvitals.config.Config.Endpoint;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.http.access.Access;
import io.dbvitals.http.access.PlainErrors;
import io.dbvitals.http.access.SlowClients;
import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.answer.Route;
import io.dbvitals.http.call.CallThreads;
import io.dbvitals.http.call.Gate;
import io.dbvitals.http.call.Refusals;
import io.dbvitals.http.page.SharedPages;
import io.dbvitals.http.resource.Operations;
import io.dbvitals.http.route.HealthRoutes;
import io.dbvitals.http.route.LandingPage;
import io.dbvitals.http.route.PageRoute;
import io.dbvitals.http.route.ReloadRoute;
import io.dbvitals.http.route.ResourceRoute;
import io.dbvitals.http.route.Router;
import io.dbvitals.http.route.Routes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server: opens its ports on {@link #start}, and answers what it has begun before {@link #close} returns. */
public final class HttpService implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(HttpService.class);
    private static final int THREADS = 8;
    private static final Duration CALL_LIMIT = Duration.ofSeconds(60);
    private static final int IDLE_MILLIS = 30_000;
    /** At the end, connections on which nothing moves are not waited for. */
    private static final int IDLE_AT_END_MILLIS = 200;

    private static final int DRAIN_MILLIS = 4_000;
    private static final int MAX_CONNECTIONS = 2_000;
    private static final int BACKLOG = 1_024;
    private static final int HEADER_BYTES = 8_192;
    private static final int MAX_BODY_BYTES = 65_536;
    private static final int MAX_POOLED_BYTES = 4 << 20;

    private final Services services;
    private final Map<Integer, List<String>> compatListeners;
    private final int idleMillis;
    private final SlowClients slowClients;
    private final Server server;
    private final Access access;
    private final SharedPages pages;
    private final Refusals refusals;
    private final CallThreads callThreads = new CallThreads(CALL_LIMIT);
    private final List<ServerConnector> connectors = new ArrayList<>();

    /**
     * Opens nothing yet.
     *
     * @param compatListeners port to the kinds of targets that are served there
     */
    public HttpService(Services services, Map<Integer, List<String>> compatListeners) {
        this(services, compatListeners, IDLE_MILLIS);
    }

    HttpService(Services services, Map<Integer, List<String>> compatListeners, int idleMillis) {
        this.idleMillis = idleMillis;
        this.services = services;
        this.compatListeners = Map.copyOf(compatListeners);
        // Each port holds one thread, that of its selector, which accepts as well.
        int ports = 1 + compatListeners.size();
        QueuedThreadPool threads = new QueuedThreadPool(THREADS - 1 + ports, ports + 1, IDLE_MILLIS);
        threads.setName("http");
        threads.setReservedThreads(0);
        threads.setDaemon(false);
        threads.setStopTimeout(500);
        ByteBufferPool buffers =
                new ArrayByteBufferPool(0, 4_096, MAX_BODY_BYTES, 256, MAX_POOLED_BYTES, MAX_POOLED_BYTES);
        this.server = new Server(threads, new ScheduledExecutorScheduler("http-timer", false), buffers);
        this.slowClients = new SlowClients(server.getScheduler(), idleMillis / 3);
        this.access = new Access(services.webConfig(), services.terms().config());
        this.refusals = new Refusals(services.terms().onRefusal());
        this.pages = new SharedPages(services.onRenderFailure());
    }

    /** Opens the main port and those that stand in for other exporters. */
    public void start(Endpoint endpoint) throws ConfigException {
        Map<Connector, Routes> routes = new HashMap<>();
        Optional<SslContextFactory.Server> encryption = access.encryption();
        routes.put(listen(endpoint, encryption), mainRoutes());
        for (Map.Entry<Integer, List<String>> compat : compatListeners.entrySet()) {
            Endpoint sibling = new Endpoint(endpoint.host(), compat.getKey());
            routes.put(listen(sibling, encryption), new Routes(compatRoutes(compat.getValue()), roles()));
        }
        SizeLimitHandler limited = new SizeLimitHandler(MAX_BODY_BYTES, -1);
        limited.setHandler(new GracefulHandler(new Router(access, routes, refusals)));
        server.setHandler(limited);
        server.setErrorHandler(new PlainErrors(access));
        server.setStopTimeout(DRAIN_MILLIS);
        server.setStopAtShutdown(false);
        server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, server));
        try {
            for (ServerConnector connector : connectors) {
                open(connector);
            }
            server.start();
            slowClients.watch();
        } catch (ConfigException e) {
            close();
            throw e;
        } catch (Exception e) {
            close();
            throw new ConfigException("the HTTP server cannot start: " + e.getMessage(), e);
        }
        logger.info("listening on {}", new Endpoint(endpoint.host(), port()));
    }

    private ServerConnector listen(Endpoint endpoint, Optional<SslContextFactory.Server> encryption) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setResponseHeaderSize(HEADER_BYTES);
        http.setOutputBufferSize(HEADER_BYTES);
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        ServerConnector connector = encryption.isEmpty()
                ? new ServerConnector(server, 0, 1, plain)
                : new ServerConnector(server, 0, 1, encrypted(encryption.get(), plain), plain);
        connector.addBean(access);
        plain.addBean(slowClients);
        connector.setHost(endpoint.host().isEmpty() ? null : endpoint.host());
        connector.setPort(endpoint.port());
        connector.setIdleTimeout(idleMillis);
        connector.setShutdownIdleTimeout(IDLE_AT_END_MILLIS);
        connector.setAcceptQueueSize(BACKLOG);
        server.addConnector(connector);
        connectors.add(connector);
        return connector;
    }

    private static SslConnectionFactory encrypted(SslContextFactory.Server tls, HttpConnectionFactory next) {
        SslConnectionFactory encrypted = new SslConnectionFactory(tls, next.getProtocol());
        // One certificate for all names: which one the client asked for decides nothing.
        encrypted.setEnsureSecureRequestCustomizer(false);
        next.getHttpConfiguration().addCustomizer(new SecureRequestCustomizer(false));
        return encrypted;
    }

    private static void open(ServerConnector connector) throws ConfigException {
        try {
            connector.open();
        } catch (IOException e) {
            String host = connector.getHost() == null ? "" : connector.getHost();
            throw new ConfigException(
                    "cannot listen on " + new Endpoint(host, connector.getPort()) + ": " + rootMessage(e)
                            + "; end the program that holds the port, or choose another one",
                    e);
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private Map<String, Route> commonRoutes(Set<String> kinds, boolean main) {
        HealthRoutes health = new HealthRoutes(services.health());
        Map<String, Route> routes = new HashMap<>();
        routes.put("/", new LandingPage(services.version(), services.health(), main));
        routes.put("/metrics", metrics(kinds));
        routes.put("/health", health::report);
        routes.put("/health/live", fixed("alive"));
        routes.put("/health/ready", fixed("ready"));
        routes.put("/-/healthy", fixed("dbvitals is healthy"));
        routes.put("/-/ready", fixed("dbvitals is ready"));
        return routes;
    }

    private Map<String, Route> compatRoutes(List<String> kinds) {
        Map<String, Route> routes = commonRoutes(new HashSet<>(kinds), false);
        kinds.stream()
                .filter(kind -> !kind.equals("host"))
                .findFirst()
                .ifPresent(kind -> routes.put("/probe", probe(kind)));
        if (kinds.contains("redis")) {
            routes.put("/scrape", probe("redis"));
        }
        return routes;
    }

    private Routes mainRoutes() {
        Map<String, Route> routes = commonRoutes(Set.of(), true);
        for (String kind : MetricsSource.KINDS) {
            routes.put("/metrics/" + kind, metrics(Set.of(kind)));
        }
        routes.put("/probe", probe(""));
        routes.put("/scrape", probe("redis"));
        routes.put("/sd/targets", new DiscoveryRoute(services.targets()));
        routes.put("/-/reload", new ReloadRoute(services.reloader(), access));
        return new Routes(
                routes, roles(), services.operations().isEmpty() ? Optional.empty() : Optional.of(resources()));
    }

    private ResourceRoute resources() {
        return new ResourceRoute(
                new Operations(services.operations()),
                new Gate(access, refusals),
                callThreads,
                services.terms().audit(),
                refusals,
                idleMillis / 3);
    }

    private Route roles() {
        return new HealthRoutes(services.health())::role;
    }

    private Route metrics(Set<String> kinds) {
        return new PageRoute(new MetricsSource(services, kinds), pages, server.getThreadPool());
    }

    private Route probe(String kind) {
        return new PageRoute(new ProbeSource(services, kind), pages, server.getThreadPool());
    }

    private static Route fixed(String text) {
        return request -> CompletableFuture.completedFuture(Answer.text(200, text));
    }

    /** The main port; the one that the system chose when 0 was asked for. */
    public int port() {
        return connectors.get(0).getLocalPort();
    }

    /** All open ports, the main one first. */
    public List<Integer> ports() {
        return connectors.stream().map(ServerConnector::getLocalPort).toList();
    }

    /** How many clients are connected now. */
    public int connections() {
        return connectors.stream()
                .mapToInt(connector -> connector.getConnectedEndPoints().size())
                .sum();
    }

    /** Accepts nothing new, waits up to four seconds for what is being answered, and closes all connections. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            logger.warn("not everything that was asked for could be answered before the end: {}", e.toString());
        }
        connectors.forEach(ServerConnector::close);
        callThreads.close();
        access.close();
    }
}
