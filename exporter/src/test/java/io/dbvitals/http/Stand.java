package io.dbvitals.http;

import io.dbvitals.config.Config;
import io.dbvitals.config.Config.Endpoint;
import io.dbvitals.config.WebConfig;
import io.dbvitals.config.api.ApiConfig;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.health.HealthReport;
import io.dbvitals.health.HealthReport.ProcessUse;
import io.dbvitals.health.HealthReport.Status;
import io.dbvitals.health.HealthReport.TargetHealth;
import io.dbvitals.http.resource.Audit;
import io.dbvitals.http.resource.Operation;
import io.dbvitals.http.resource.RefusalReason;
import io.dbvitals.http.resource.Terms;
import io.dbvitals.scrape.ScrapeRequest;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A started server on a free port whose collaborators answer what a test wants. */
public final class Stand implements AutoCloseable {
    public static final MetricSnapshots TWO_FAMILIES = MetricSnapshots.of(
            GaugeSnapshot.builder()
                    .name("pg_up")
                    .help("Whether the server answers.")
                    .dataPoint(GaugeDataPointSnapshot.builder()
                            .labels(Labels.of("server", "db1:5432"))
                            .value(1)
                            .build())
                    .build(),
            UnknownSnapshot.builder()
                    .name("pg_stat_database_xact_commit")
                    .help("Committed transactions.")
                    .dataPoint(UnknownDataPointSnapshot.builder()
                            .labels(Labels.of("datname", "app\"1"))
                            .value(12)
                            .build())
                    .build());

    public final List<ScrapeRequest> scrapes = Collections.synchronizedList(new ArrayList<>());
    public final List<String> renderFailures = Collections.synchronizedList(new ArrayList<>());
    public final List<String> probes = Collections.synchronizedList(new ArrayList<>());
    public volatile Function<ScrapeRequest, CompletableFuture<MetricSnapshots>> scraper =
            request -> CompletableFuture.completedFuture(TWO_FAMILIES);
    public int idleMillis = 30_000;
    public volatile WebConfig webConfig = WebConfig.OPEN;
    public volatile Optional<ConfigException> reloadFailure = Optional.empty();
    public final AtomicInteger reloads = new AtomicInteger();
    public List<Operation> operations = List.of();
    public volatile ApiConfig api = ApiConfig.STANDARD;
    public Audit audit = Audit.NONE;
    public final List<RefusalReason> refusals = Collections.synchronizedList(new ArrayList<>());
    public volatile HealthReport health = report(
            new TargetHealth(
                    "primary",
                    "postgres",
                    Status.HEALTHY,
                    Optional.of(Duration.ofNanos(1_234_000)),
                    Optional.of(Duration.ofMillis(2_500)),
                    "",
                    Optional.of(false)),
            new TargetHealth(
                    "standby",
                    "postgres",
                    Status.DEGRADED,
                    Optional.of(Duration.ofMillis(40)),
                    Optional.of(Duration.ofSeconds(3)),
                    "replay is 90 s behind",
                    Optional.of(true)));

    private HttpClient client = HttpClient.newHttpClient();
    private String scheme = "http";
    private HttpService service;

    public static HealthReport report(TargetHealth... targets) {
        return new HealthReport(
                Instant.parse("2026-11-20T10:00:00Z"),
                List.of(targets),
                new ProcessUse(Duration.ofSeconds(90), 1.5, 10_000_000, 64_000_000, 70_000_000, 20));
    }

    public static Stand started() throws ConfigException {
        return new Stand().start(Map.of());
    }

    public Stand start(Map<Integer, List<String>> compat) throws ConfigException {
        service = new HttpService(services(), compat, idleMillis);
        service.start(new Endpoint("127.0.0.1", 0));
        return this;
    }

    public Stand over(String scheme, HttpClient client) {
        this.scheme = scheme;
        this.client = client;
        return this;
    }

    public Services services() {
        return new Services(
                "1.2.3",
                () -> Config.Scrape.DEFAULT,
                request -> {
                    scrapes.add(request);
                    return scraper.apply(request);
                },
                this::probe,
                () -> Set.of("stat_database", "locks", "settings"),
                () -> List.of(
                        new DiscoveredTarget("primary", "postgres", Map.of("cluster", "c1")),
                        new DiscoveredTarget("standby", "postgres", Map.of())),
                () -> health,
                () -> {
                    if (reloadFailure.isPresent()) {
                        throw reloadFailure.get();
                    }
                    reloads.incrementAndGet();
                },
                () -> webConfig,
                operations,
                new Terms(() -> api, audit, refusals::add),
                renderFailures::add);
    }

    private CompletableFuture<MetricSnapshots> probe(
            String target, String module, Set<String> collectors, Duration budget) throws ProbeRefused {
        probes.add(target + " " + module + " " + collectors + " " + budget);
        if (target.startsWith("evil")) {
            throw ProbeRefused.forbidden("evil:5432 is not in probe.allow; add it there");
        }
        if (target.contains(" ")) {
            throw ProbeRefused.badRequest("the target is not understood; give HOST:PORT");
        }
        return CompletableFuture.completedFuture(TWO_FAMILIES);
    }

    public HttpService service() {
        return service;
    }

    public HttpClient client() {
        return client;
    }

    public URI uri(String path) {
        return URI.create(scheme + "://localhost:" + service.port() + path);
    }

    public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, headers);
    }

    public HttpResponse<String> send(String method, String path, String... headers)
            throws IOException, InterruptedException {
        return client.send(request(method, path, headers), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** With a body of that type, as a program sends it. */
    public HttpResponse<String> post(String path, String body, String... headers)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri(path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .headers(headers)
                        .build(),
                BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    public HttpRequest request(String method, String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).method(method, HttpRequest.BodyPublishers.noBody());
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    @Override
    public void close() {
        service.close();
    }
}
