package io.dbvitals.app.deadman;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dbvitals.config.Config.Endpoint;
import io.dbvitals.config.Secret;
import io.dbvitals.config.json.JsonNode;
import io.dbvitals.config.yaml.ConfigException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes beats as {@code POST /watchdog}, and shows how it is. The JDK's own server: there is one small page to serve on a machine that
 * may be small, and nothing to encrypt or to stream.
 */
final class BeatListener implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(BeatListener.class);
    private static final int THREADS = 16;
    private static final int MAX_BODY_BYTES = 1 << 20;
    private static final String MAX_SECONDS = "10";
    private static final String MAX_CONNECTIONS = "200";
    private static final String BEATS = "/watchdog";

    private final HttpServer server;
    private final ExecutorService threads;
    private final Sources sources;

    /**
     * What it serves.
     *
     * @param beats whether it takes them, or only shows how it is
     * @param token that senders must show
     */
    record Sources(Pulse pulse, Expected expected, boolean beats, Optional<Secret> token, LongSupplier failures) {}

    private record Answer(int status, String type, String text) {
        static Answer text(int status, String text) {
            return new Answer(status, "text/plain; charset=utf-8", text + "\n");
        }
    }

    private BeatListener(HttpServer server, ExecutorService threads, Sources sources) {
        this.server = server;
        this.threads = threads;
        this.sources = sources;
    }

    static BeatListener start(Endpoint endpoint, Sources sources) throws ConfigException {
        // A request and its answer each take no longer; the server reads these when it is first used.
        System.setProperty("sun.net.httpserver.maxReqTime", MAX_SECONDS);
        System.setProperty("sun.net.httpserver.maxRspTime", MAX_SECONDS);
        System.setProperty("jdk.httpserver.maxConnections", MAX_CONNECTIONS);
        InetSocketAddress address = endpoint.host().isEmpty()
                ? new InetSocketAddress(endpoint.port())
                : new InetSocketAddress(endpoint.host(), endpoint.port());
        HttpServer server;
        try {
            if (address.isUnresolved()) {
                throw new IOException("there is no host of that name");
            }
            server = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new ConfigException(
                    "cannot listen on " + endpoint + ": " + e.getMessage()
                            + "; end the program that holds the port, or choose another one (--listen)",
                    e);
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "deadman-http");
            thread.setDaemon(true);
            return thread;
        });
        BeatListener listener = new BeatListener(server, threads, sources);
        server.setExecutor(threads);
        server.createContext("/", listener::handle);
        server.start();
        logger.info("listening on {}", new Endpoint(endpoint.host(), listener.port()));
        return listener;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        } catch (RuntimeException e) {
            logger.error("a request could not be answered: a fault of the program", e);
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        if (path.equals(BEATS) && sources.beats()) {
            return method.equals("POST") ? beat(exchange) : Answer.text(405, "POST what Alertmanager's webhook sends");
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return path.equals(BEATS)
                    ? Answer.text(404, "beats are not taken here: Alertmanager is asked (--alertmanager)")
                    : Answer.text(405, "GET only; beats are to be sent to " + BEATS);
        }
        Pulse.Look look = sources.pulse().look();
        return switch (path) {
            case "/" ->
                new Answer(
                        look.alarming() ? 503 : 200,
                        "application/json",
                        look.news(sources.expected()).json() + "\n");
            case "/metrics" ->
                new Answer(
                        200,
                        "text/plain; version=0.0.4; charset=utf-8",
                        Page.of(look, sources.failures().getAsLong()));
            case "/-/healthy", "/-/ready" -> Answer.text(200, "the dead man's switch is healthy");
            default -> Answer.text(404, "there is /, /metrics, /-/healthy" + (sources.beats() ? " and " + BEATS : ""));
        };
    }

    private Answer beat(HttpExchange exchange) throws IOException {
        if (sources.token().isPresent() && !allowed(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            return Answer.text(401, "the token is missing or wrong");
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            return Answer.text(413, "more than " + MAX_BODY_BYTES + " bytes");
        }
        JsonNode webhook;
        try {
            webhook = JsonNode.parse(new String(body, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Answer.text(400, "this is no JSON: " + e.getMessage());
        }
        if (!sources.expected().firesIn(webhook)) {
            // Alertmanager logs it: a route that leads here by mistake is seen.
            return Answer.text(400, "this is not about a firing " + sources.expected());
        }
        sources.pulse().beat(Duration.ZERO);
        return Answer.text(200, "seen");
    }

    private boolean allowed(@Nullable String header) {
        if (header == null || sources.token().isEmpty()) {
            return false;
        }
        try {
            String wanted = sources.token().get().read();
            return !wanted.isEmpty() && MessageDigest.isEqual(bytes(header), bytes("Bearer " + wanted));
        } catch (ConfigException e) {
            logger.error("no beat can be accepted: {}", e.getMessage());
            return false;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
