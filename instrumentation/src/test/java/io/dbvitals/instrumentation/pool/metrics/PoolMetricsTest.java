package io.dbvitals.instrumentation.pool.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.instrumentation.pool.PoolMonitor;
import io.dbvitals.instrumentation.pool.state.PoolReading;
import io.dbvitals.instrumentation.testing.Page;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PoolMetricsTest {
    private static final Pattern HIKARICP = Pattern.compile("hikaricp_\\w+");

    private final PoolMonitor orders = PoolMonitor.named("orders")
            .reading(() -> new PoolReading(8, 6, 2, 3, 10, 2, 10))
            .unscheduled()
            .start();
    private final PrometheusRegistry registry = new PrometheusRegistry();

    @Test
    void page_hasThePoolUnderAllNames() {
        orders.recordWait(Duration.ofMillis(30));
        orders.recordUse(Duration.ofSeconds(2));
        orders.recordCreation(Duration.ofMillis(7));
        orders.recordTimeout();
        orders.recordError();
        registry.register(PoolMetrics.of(orders));
        Page page = Page.of(registry);
        assertThat(page.samples())
                .containsEntry("hikaricp_connections{pool=\"orders\"}", 8.0)
                .containsEntry("hikaricp_connections_active{pool=\"orders\"}", 6.0)
                .containsEntry("hikaricp_connections_idle{pool=\"orders\"}", 2.0)
                .containsEntry("hikaricp_connections_pending{pool=\"orders\"}", 3.0)
                .containsEntry("hikaricp_connections_max{pool=\"orders\"}", 10.0)
                .containsEntry("hikaricp_connections_min{pool=\"orders\"}", 2.0)
                .containsEntry("hikaricp_connections_timeout_total{pool=\"orders\"}", 1.0)
                .containsEntry("hikaricp_connections_acquire_seconds_count{pool=\"orders\"}", 1.0)
                .containsEntry("hikaricp_connections_acquire_seconds_sum{pool=\"orders\"}", 0.03)
                .containsEntry("hikaricp_connections_acquire_seconds_max{pool=\"orders\"}", 0.03)
                .containsEntry("hikaricp_connections_acquire_seconds_bucket{pool=\"orders\",le=\"0.05\"}", 1.0)
                .containsEntry("hikaricp_connections_usage_seconds_sum{pool=\"orders\"}", 2.0)
                .containsEntry("hikaricp_connections_creation_seconds_sum{pool=\"orders\"}", 0.007)
                .containsEntry(
                        "db_client_connection_count{db_client_connection_pool_name=\"orders\","
                                + "db_client_connection_state=\"used\"}",
                        6.0)
                .containsEntry(
                        "db_client_connection_count{db_client_connection_pool_name=\"orders\","
                                + "db_client_connection_state=\"idle\"}",
                        2.0)
                .containsEntry("db_client_connection_max{db_client_connection_pool_name=\"orders\"}", 10.0)
                .containsEntry("db_client_connection_idle_min{db_client_connection_pool_name=\"orders\"}", 2.0)
                .containsEntry("db_client_connection_idle_max{db_client_connection_pool_name=\"orders\"}", 10.0)
                .containsEntry("db_client_connection_pending_requests{db_client_connection_pool_name=\"orders\"}", 3.0)
                .containsEntry("db_client_connection_timeouts_total{db_client_connection_pool_name=\"orders\"}", 1.0)
                .containsEntry(
                        "db_client_connection_wait_time_seconds_count{db_client_connection_pool_name=\"orders\"}", 1.0)
                .containsEntry(
                        "db_client_connection_use_time_seconds_count{db_client_connection_pool_name=\"orders\"}", 1.0)
                .containsEntry(
                        "db_client_connection_create_time_seconds_count{db_client_connection_pool_name=\"orders\"}",
                        1.0)
                .containsEntry("dbvitals_pool_utilisation_ratio{pool=\"orders\"}", 0.6)
                .containsEntry("dbvitals_pool_headroom{pool=\"orders\"}", 4.0)
                .containsEntry("dbvitals_pool_errors_total{pool=\"orders\"}", 1.0);
        assertThat(page.text()).doesNotContain("dbvitals_pool_healthy{");
    }

    @Test
    void histograms_areNativeAsWellAsClassic() {
        orders.recordWait(Duration.ofMillis(30));
        HistogramSnapshot waits = (HistogramSnapshot) PoolMetrics.of(orders).collect().stream()
                .filter(family ->
                        family.getMetadata().getPrometheusName().equals("hikaricp_connections_acquire_seconds"))
                .findFirst()
                .orElseThrow();
        assertThat(waits.getDataPoints()).singleElement().satisfies(point -> {
            assertThat(point.hasNativeHistogramData()).isTrue();
            assertThat(point.hasClassicHistogramData()).isTrue();
        });
    }

    /** The shipped alerts and the dashboard of applications work unchanged. */
    @Test
    void everyNameOfTheShippedRulesAndDashboards_isOnThePage() throws IOException {
        registry.register(PoolMetrics.of(orders));
        Set<String> wanted = new TreeSet<>();
        for (String file : new String[] {
            "../config/prometheus/rules/application.yml", "../grafana/dashboards/dbvitals-application.json"
        }) {
            Matcher name = HIKARICP.matcher(Files.readString(Path.of(file)));
            while (name.find()) {
                wanted.add(name.group());
            }
        }
        assertThat(wanted).contains("hikaricp_connections_pending", "hikaricp_connections_timeout_total");
        assertThat(Page.of(registry).names().keySet()).containsAll(wanted);
    }

    @Test
    void names_areChosen() {
        registry.register(PoolMetrics.named(EnumSet.of(Names.OPENTELEMETRY), orders));
        assertThat(Page.of(registry).names().keySet()).allMatch(name -> name.startsWith("db_client_connection_"));
    }

    @Test
    void pools_comeAndGo_andHaveDifferentNames() {
        PoolMetrics metrics = PoolMetrics.of(orders);
        registry.register(metrics);
        PoolMonitor billing = PoolMonitor.named("billing").max(2).unscheduled().start();
        metrics.add(billing);
        assertThat(Page.of(registry).value("hikaricp_connections_max{pool=\"billing\"}"))
                .isEqualTo(2);
        assertThatThrownBy(() -> metrics.add(billing)).hasMessage("There are two pools named billing: name them apart");
        metrics.remove(billing);
        assertThat(Page.of(registry).text()).doesNotContain("billing").contains("orders");
    }

    @Test
    void nameThatIsTaken_isRefusedAtOnce() {
        Gauge.builder().name("hikaricp_connections").register(registry);
        assertThatThrownBy(() -> registry.register(PoolMetrics.of(orders)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hikaricp_connections");
    }
}
