package io.dbvitals.demo.shop;

import io.dbvitals.demo.Arguments;
import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.ExporterProcess;
import io.dbvitals.demo.Page;
import io.dbvitals.demo.Postgres;
import io.dbvitals.demo.Redis;
import io.dbvitals.demo.Scraper;
import io.dbvitals.demo.vector.Colours;
import io.dbvitals.demo.vector.Embeddings;
import io.dbvitals.demo.vector.PgvectorFiles;
import io.dbvitals.demo.vector.VectorDemo;
import io.dbvitals.demo.vector.VectorPage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;

/** Starts PostgreSQL, Redis, the shop's workload and dbvitals, and stops them when told to; run by {@code scripts/demo.sh}. */
public final class Demo {
    private static final Duration WATCH = Duration.ofSeconds(8);
    /** The first recall comes within a minute. */
    private static final Duration SEARCHES = Duration.ofMinutes(2);

    private final Arguments arguments;
    private final Path folder;
    private final PrintStream out = System.out;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Demo(Arguments arguments) throws DemoException {
        this.arguments = arguments;
        this.folder = arguments.path("--folder");
    }

    public static void main(String[] args) throws InterruptedException {
        int code = 1;
        try {
            Demo demo = new Demo(Arguments.of(List.of(args), Set.of("--once")));
            // Ctrl-C and SIGTERM: the JVM ends when its hooks have, so this one waits until all is stopped.
            Thread hook = new Thread(demo::shutDown, "stop");
            Runtime.getRuntime().addShutdownHook(hook);
            code = demo.runAndStop();
        } catch (DemoException e) {
            System.err.println("demo: " + e.getMessage());
        }
        System.exit(code);
    }

    private void shutDown() {
        stop.countDown();
        try {
            boolean unused = stopped.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int runAndStop() throws InterruptedException {
        try {
            return run();
        } catch (DemoException e) {
            System.err.println("demo: " + e.getMessage());
            return 1;
        } finally {
            stopped.countDown();
        }
    }

    private int run() throws DemoException, InterruptedException {
        out.println("Starting PostgreSQL and Redis …");
        try (Postgres postgres = Postgres.start(arguments.path("--binaries"), folder.resolve("postgres"));
                Redis redis = Redis.start(folder.resolve("redis"), Caching.SETTINGS)) {
            Shop.create(postgres);
            try (Jedis session = redis.connect(0, "prepare")) {
                Caching.prepare(session);
            }
            int port = arguments.number("--port", 9999);
            try (VectorDemo vectors = createVectors(postgres);
                    Workload workload = startWorkload(postgres, redis, vectors);
                    ExporterProcess exporter = startExporter(postgres, redis, vectors, port)) {
                Page first = exporter.awaitPage(new Scraper());
                return arguments.has("--once")
                        ? once(workload, exporter, first, vectors)
                        : serve(postgres, redis, exporter, port);
            }
        }
    }

    private VectorDemo createVectors(Postgres postgres) throws DemoException {
        String given = System.getenv().getOrDefault("DEMO_POSTGRES", "");
        if (!given.isEmpty()) {
            out.println("Creating 20,000 vectors with an index on the server given …");
            String password = System.getenv().getOrDefault("PGPASSWORD", "");
            return VectorDemo.withServer(postgres, Shop.DATABASE, given, password);
        }
        if (arguments.has("--pgvector")) {
            out.println("Creating 20,000 vectors with an index …");
            new PgvectorFiles(arguments.path("--pgvector")).installInto(arguments.path("--binaries"));
            return VectorDemo.withEmbeddings(postgres, Shop.DATABASE);
        }
        return VectorDemo.ofColours(postgres, Shop.DATABASE);
    }

    private Workload startWorkload(Postgres postgres, Redis redis, VectorDemo vectors) {
        List<Task<Connection>> shopping = new ArrayList<>(Shopping.tasks());
        shopping.addAll(Troubles.tasks(stop));
        shopping.add(Task.of("colours", Duration.ofMillis(500), Colours::search));
        List<Task<Connection>> reading = List.of(
                Task.of("similar-reviews", Duration.ofMillis(300), Embeddings::searchReviews),
                Task.of("similar-questions", Duration.ofSeconds(2), Embeddings::searchQuestions));
        List<Task<Jedis>> caching = Caching.tasks();
        List<Task<Jedis>> visits = Caching.visits();
        int threads = shopping.size() + reading.size() + caching.size() + visits.size();
        Workload workload = new Workload(threads, stop);
        workload.start(new DatabaseDoor(() -> postgres.connect(Shop.DATABASE)), shopping);
        vectors.embeddings().ifPresent(sessions -> workload.start(new DatabaseDoor(sessions), reading));
        workload.start(new CacheDoor(redis, 0), caching);
        workload.start(new CacheDoor(redis, 1), visits);
        return workload;
    }

    private int once(Workload workload, ExporterProcess exporter, Page first, VectorDemo vectors)
            throws DemoException, InterruptedException {
        out.printf(
                "dbvitals answers at %s; the workload runs for %d seconds …%n", exporter.metrics(), WATCH.toSeconds());
        long start = System.nanoTime();
        if (stop.await(WATCH.toMillis(), TimeUnit.MILLISECONDS)) {
            return 1;
        }
        Page second = exporter.awaitPage(new Scraper());
        Summary summary = new Summary(first, second, Duration.ofNanos(System.nanoTime() - start));
        summary.print(out);
        VectorPage searches = awaitSearches(exporter, second, vectors);
        searches.print(out);
        List<String> complaints = new ArrayList<>(summary.complaints());
        complaints.addAll(searches.complaints());
        workload.failure().ifPresent(failure -> complaints.add("the workload failed: " + failure));
        if (!complaints.isEmpty()) {
            throw new DemoException(String.join("\n      ", complaints) + "\n" + exporter.tail());
        }
        out.println("All good.");
        return 0;
    }

    /** The first page on which all searches show; or the last one, when patience ends. */
    private VectorPage awaitSearches(ExporterProcess exporter, Page page, VectorDemo vectors)
            throws DemoException, InterruptedException {
        long start = System.nanoTime();
        VectorPage searches = new VectorPage(page, vectors.searched(), vectors.recalled());
        while (!searches.complaints().isEmpty()
                && System.nanoTime() - start < SEARCHES.toNanos()
                && !stop.await(1, TimeUnit.SECONDS)) {
            searches = new VectorPage(exporter.awaitPage(new Scraper()), vectors.searched(), vectors.recalled());
        }
        return searches;
    }

    private int serve(Postgres postgres, Redis redis, ExporterProcess exporter, int port)
            throws DemoException, InterruptedException {
        String site = "http://localhost:" + port;
        out.printf("""

                dbvitals watches a PostgreSQL and a Redis with a small live workload, vector search in it, and this machine.
                  status page  %1$s/
                  metrics      %1$s/metrics
                    of each    %1$s/metrics/postgres
                               %1$s/metrics/redis
                               %1$s/metrics/host
                  vectors      %1$s/metrics/vector
                    plan, recall and, after a minute, latency of each index:
                      curl -s %1$s/metrics/vector | grep -E '^pg_vector_probe_(latency_seconds|index_used|recall_ratio)\\{'
                    the same in Prometheus:
                      histogram_quantile(0.95, rate(pg_vector_probe_duration_seconds_bucket{outcome="ok"}[5m]))
                      pg_vector_probe_index_used == 0
                      pg_vector_probe_recall_ratio < 0.9
                  health       %1$s/health
                  PostgreSQL   %2$s (user postgres, no password)
                  Redis        %3$s (no password)
                Ctrl-C stops everything.
                """, site, postgres.url(Shop.DATABASE), redis.url());
        while (!stop.await(500, TimeUnit.MILLISECONDS)) {
            if (!exporter.alive()) {
                if (stop.await(1, TimeUnit.SECONDS)) {
                    // It has heard the same Ctrl-C a little earlier.
                    break;
                }
                throw new DemoException("dbvitals ended:\n" + exporter.tail());
            }
        }
        out.println("Stopping …");
        return 0;
    }

    private ExporterProcess startExporter(Postgres postgres, Redis redis, VectorDemo vectors, int port)
            throws DemoException {
        out.println("Starting dbvitals …");
        Path config = folder.resolve("dbvitals.yaml");
        Path password = folder.resolve("password");
        try {
            Files.writeString(password, postgres.password());
            Files.writeString(
                    config,
                    """
                    listen: 0.0.0.0:%d
                    targets:
                      - name: shop
                        postgres: {url: "%s", user: %s, password_file: password}
                        databases: {discover: true, exclude: ["template*"]}
                    %s  - name: cache
                        redis: {url: "%s"}
                      - name: machine
                        host: {}
                    %s# What the workload does on purpose shall not fire: a deadlock and a checkpoint every 20 s, slow commands.
                    thresholds:
                      deadlocks_per_15m: {warning: 100}
                      forced_checkpoints_ratio: {warning: 1}
                      slow_commands_per_10m: {warning: 500}
                    """.formatted(
                                    port,
                                    postgres.url("postgres"),
                                    Postgres.ROLE,
                                    vectors.ofShop().indent(4),
                                    redis.url(),
                                    vectors.ofServer(folder).indent(2)),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new DemoException("the configuration cannot be written", e);
        }
        return ExporterProcess.start(
                "dbvitals",
                List.of(arguments.text("--launcher"), "serve", "--config", config.toString()),
                Map.of(),
                port,
                folder.resolve("dbvitals.log"));
    }
}
