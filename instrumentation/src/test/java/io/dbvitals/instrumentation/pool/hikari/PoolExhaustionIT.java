package io.dbvitals.instrumentation.pool.hikari;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.dbvitals.instrumentation.event.Event;
import io.dbvitals.instrumentation.event.EventDelivery;
import io.dbvitals.instrumentation.event.Severity;
import io.dbvitals.instrumentation.pool.PoolMonitor;
import io.dbvitals.instrumentation.pool.alarm.PoolLimits;
import io.dbvitals.instrumentation.pool.metrics.PoolMetrics;
import io.dbvitals.instrumentation.pool.state.PoolReading;
import io.dbvitals.instrumentation.testing.Page;
import io.dbvitals.instrumentation.testing.Promtool;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real pool over a real server, driven to exhaustion: events, dashboard, metrics and the shipped alerts tell one story. */
class PoolExhaustionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ACTIVE = "hikaricp_connections_active{pool=\"orders\"}";
    private static final String PENDING = "hikaricp_connections_pending{pool=\"orders\"}";
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.builder().setPGStartupWait(PATIENCE).start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void exhaustion_isOneStory() throws Exception {
        Promtool.isHere();
        Queue<Event> events = new ConcurrentLinkedQueue<>();
        EventDelivery delivery = EventDelivery.to(events::add);
        PoolMonitor monitor = PoolMonitor.named("orders")
                .events(delivery)
                .limits(PoolLimits.DEFAULTS.withClearAfter(Duration.ofSeconds(2)))
                .leakAfter(Duration.ofSeconds(1))
                .noteBorrowers()
                .start();
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(PoolMetrics.of(monitor));
        HikariConfig config = config();
        HikariPools.attach(config, monitor);
        List<Page> before;
        List<Page> during;
        AtomicBoolean over = new AtomicBoolean();
        try (HikariDataSource pool = new HikariDataSource(config)) {
            before = pages(registry, 3, 0, 0);
            var watched = monitor.watch(pool);
            List<Connection> held = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                held.add(watched.getConnection());
            }
            List<Thread> waiting = List.of(asker(pool, over), asker(pool, over));
            await().atMost(PATIENCE)
                    .until(() -> kinds(events)
                            .containsAll(
                                    List.of("pool_exhausted", "pool_timeouts", "pool_wait_high", "connection_leak")));
            during = pages(registry, 4, 3, 2);
            Page page = during.get(3);
            assertThat(page.value("hikaricp_connections_max{pool=\"orders\"}")).isEqualTo(3);
            assertThat(page.value("hikaricp_connections_timeout_total{pool=\"orders\"}"))
                    .isPositive();
            assertThat(page.value("hikaricp_connections_acquire_seconds_count{pool=\"orders\"}"))
                    .isGreaterThanOrEqualTo(3);
            assertThat(page.value("hikaricp_connections_creation_seconds_count{pool=\"orders\"}"))
                    .isGreaterThanOrEqualTo(1);
            assertThat(page.value("dbvitals_pool_leaks{pool=\"orders\"}")).isEqualTo(3);
            assertThat(monitor.snapshot().now()).isEqualTo(new PoolReading(3, 3, 0, 2, 3, 3, 3));
            assertThat(monitor.snapshot().now().exhausted()).isTrue();
            assertThat(monitor.dashboard())
                    .contains("Pool orders  EXHAUSTED")
                    .contains("open 3  in use 3  idle 0  waiting 2  max 3  free 0")
                    .contains("3 connections have not come back")
                    .contains("PoolExhaustionIT.exhaustion_isOneStory");
            over.set(true);
            for (Connection connection : held) {
                connection.close();
            }
            for (Thread thread : waiting) {
                thread.join();
            }
            await().atMost(PATIENCE)
                    .until(() -> events.stream()
                            .anyMatch(event ->
                                    "pool_exhausted".equals(event.attributes().get("from"))));
            assertThat(monitor.snapshot().leaks()).isEmpty();
            assertThat(monitor.snapshot().peakActive()).isEqualTo(3);
            assertThat(monitor.snapshot().uses().count()).isGreaterThanOrEqualTo(3);
            List<Page> after = pages(registry, 6, 0, 0);
            Promtool.testRules(rulesTest(before, during, after));
            assertThat(Promtool.complaints(after.get(5)))
                    .as("but for a name that OpenTelemetry gave")
                    .allMatch(line -> line.startsWith("db_client_connection_count "));
        }
        assertThat(monitor.snapshot().now()).as("the pool is closed").isEqualTo(PoolReading.NONE);
        assertThat(events)
                .filteredOn(event -> event.kind().equals("pool_exhausted"))
                .as("it does not flap")
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.severity()).isEqualTo(Severity.CRITICAL);
                    assertThat(event.attributes()).containsEntry("active", "3").containsEntry("max", "3");
                });
        monitor.close();
        delivery.close();
    }

    @Test
    void names_areMicrometers() throws Exception {
        PrometheusMeterRegistry micrometer = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        PoolMonitor monitor = PoolMonitor.named("orders").unscheduled().start();
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(PoolMetrics.of(monitor));
        HikariConfig theirs = config();
        theirs.setPoolName("orders");
        theirs.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(micrometer));
        HikariConfig ours = config();
        HikariPools.attach(ours, monitor);
        try (HikariDataSource first = new HikariDataSource(theirs);
                HikariDataSource second = new HikariDataSource(ours)) {
            first.getConnection().close();
            second.getConnection().close();
            Page their = new Page(micrometer.scrape());
            Page our = Page.of(registry);
            assertThat(their.names()).hasSizeGreaterThan(12);
            assertThat(our.names()).containsAllEntriesOf(their.names());
            assertThat(types(our))
                    .containsAll(types(their).stream()
                            .map(line -> line.replace("seconds summary", "seconds histogram"))
                            .toList());
        }
    }

    @Test
    void attaching_saysWhatIsWrong() {
        PoolMonitor monitor = PoolMonitor.named("orders").unscheduled().start();
        HikariConfig named = config();
        named.setPoolName("billing");
        assertThatThrownBy(() -> HikariPools.attach(named, monitor))
                .hasMessage("The pool is named billing, its monitor orders: name the monitor as the pool");
        HikariConfig taken = config();
        taken.setMetricsTrackerFactory(
                new MicrometerMetricsTrackerFactory(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)));
        assertThatThrownBy(() -> HikariPools.attach(taken, monitor))
                .hasMessageStartingWith("Pool orders has a metrics tracker already, and HikariCP takes only one");
    }

    private static HikariConfig config() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
        config.setMaximumPoolSize(3);
        config.setMinimumIdle(3);
        config.setConnectionTimeout(1500);
        return config;
    }

    /** Asks for a connection again and again, as requests of users do. */
    private static Thread asker(HikariDataSource pool, AtomicBoolean over) {
        Thread thread = new Thread(() -> {
            while (!over.get()) {
                try {
                    pool.getConnection().close();
                } catch (SQLTransientConnectionException expected) {
                    // None came free in time.
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        thread.start();
        return thread;
    }

    /** So many pages on which those are the numbers; HikariCP counts anew each second. */
    private static List<Page> pages(PrometheusRegistry registry, int count, int active, int pending) {
        List<Page> pages = new ArrayList<>();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            Page page = Page.of(registry);
            if (page.value(ACTIVE) == active && page.value(PENDING) == pending) {
                pages.add(page);
            }
            return pages.size() == count;
        });
        return pages;
    }

    /** The pages as the scrapes of one minute each, against the rules as they are shipped. */
    private static String rulesTest(List<Page> before, List<Page> during, List<Page> after) {
        List<Page> all = new ArrayList<>(before);
        all.addAll(during);
        all.addAll(after);
        String series = before.get(0).samples().keySet().stream()
                .filter(each -> each.startsWith("hikaricp_connections"))
                .map(each -> "      - {series: '" + each.replace("{", "{job=\"shop\",instance=\"shop1\",")
                        + "', values: '"
                        + all.stream().map(page -> "" + page.value(each)).collect(Collectors.joining(" ")) + "'}\n")
                .collect(Collectors.joining());
        return "rule_files: ['"
                + Path.of("../config/prometheus/rules/application.yml").toAbsolutePath() + "']\n"
                + "evaluation_interval: 1m\ntests:\n  - interval: 1m\n    input_series:\n" + series
                + "    promql_expr_test:\n"
                + expect("ConnectionPoolExhausted", 2, false)
                + expect("ConnectionPoolExhausted", 4, false)
                + expect("ConnectionPoolExhausted", 6, true)
                + expect("ConnectionPoolExhausted", 8, false)
                + expect("ConnectionPoolTimeouts", 2, false)
                + expect("ConnectionPoolTimeouts", 6, true);
    }

    private static String expect(String alert, int minute, boolean fires) {
        return "      - expr: 'count(ALERTS{alertname=\"" + alert + "\",alertstate=\"firing\",pool=\"orders\"})'\n"
                + "        eval_time: " + minute + "m\n"
                + "        exp_samples: " + (fires ? "[{labels: '{}', value: 1}]" : "[]") + "\n";
    }

    private static List<String> kinds(Queue<Event> events) {
        return events.stream().map(Event::kind).toList();
    }

    private static List<String> types(Page page) {
        return page.text()
                .lines()
                .filter(line -> line.startsWith("# TYPE hikaricp_"))
                .toList();
    }
}
