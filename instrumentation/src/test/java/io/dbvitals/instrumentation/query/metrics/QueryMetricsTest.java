package io.dbvitals.instrumentation.query.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dbvitals.instrumentation.sql.Database;
import io.dbvitals.instrumentation.sql.Dialect;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueryMetricsTest {
    private static final Database SHOP = Database.of("jdbc:postgresql://db:5432/shop?user=u", Dialect.POSTGRESQL);

    @Test
    void statements_areHistogramsUnderNamesOfOpenTelemetry() throws IOException {
        QueryMetrics metrics = QueryMetrics.create();
        QueryMetrics.Series series = metrics.series(SHOP, "SELECT", "SELECT ?");
        series.succeeded(3_000_000);
        series.failed(20_000_000_000L, "57014");
        series.returned(7);

        assertThat(page(metrics)).contains("""
            # HELP db_client_operation_duration_seconds Duration of database client operations; a batch is one
            # TYPE db_client_operation_duration_seconds histogram
            """, """
            db_client_operation_duration_seconds_bucket{db_namespace="shop",db_operation_name="SELECT",db_system_name="postgresql",error_type="",le="0.001"} 0
            db_client_operation_duration_seconds_bucket{db_namespace="shop",db_operation_name="SELECT",db_system_name="postgresql",error_type="",le="0.005"} 1
            """, """
            db_client_operation_duration_seconds_bucket{db_namespace="shop",db_operation_name="SELECT",db_system_name="postgresql",error_type="57014",le="10.0"} 0
            db_client_operation_duration_seconds_bucket{db_namespace="shop",db_operation_name="SELECT",db_system_name="postgresql",error_type="57014",le="+Inf"} 1
            """, """
            db_client_response_returned_rows_bucket{db_namespace="shop",db_operation_name="SELECT",db_system_name="postgresql",le="10.0"} 1
            """);
        assertThat(metrics.collect())
                .hasSize(2)
                .allSatisfy(family -> assertThat(((HistogramSnapshot) family).getDataPoints())
                        .allMatch(point -> point.hasNativeHistogramData() && point.hasClassicHistogramData()));
    }

    /** OpenMetrics demands the unit at the end of the name, and its writer says which it is. */
    @Test
    void unit_isPartOfTheName() throws IOException {
        QueryMetrics metrics = QueryMetrics.create();
        metrics.series(SHOP, "SELECT", "SELECT ?").succeeded(1);
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(metrics);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OpenMetricsTextFormatWriter.builder().build().write(out, registry.scrape());

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("# UNIT db_client_operation_duration_seconds seconds")
                .endsWith("# EOF\n");
    }

    @Test
    void patterns_haveALabelUpToACap() throws IOException {
        QueryMetrics metrics = QueryMetrics.withPatterns(2);
        for (String pattern : List.of("SELECT a", "SELECT b", "SELECT c", "SELECT d", "SELECT a")) {
            metrics.series(SHOP, "SELECT", pattern).succeeded(1);
        }

        assertThat(page(metrics).lines().filter(line -> line.contains("_count{")))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .contains("db_query_text=\"SELECT a\"")
                                .endsWith(" 2"),
                        line -> assertThat(line)
                                .contains("db_query_text=\"SELECT b\"")
                                .endsWith(" 1"),
                        line -> assertThat(line)
                                .contains("db_query_text=\"_OTHER\"")
                                .endsWith(" 2"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QueryMetrics.withPatterns(0))
                .withMessage("at least one pattern needs a label, not 0");
    }

    @Test
    void errors_areNamedBySqlstateOrClass_upToACap() throws IOException {
        assertThat(ErrorTypes.of(new SQLException("value 's3cr3t'", "23505"))).isEqualTo("23505");
        assertThat(ErrorTypes.of(new SQLException("no state"))).isEqualTo("java.sql.SQLException");
        assertThat(ErrorTypes.of(new SQLException("odd", "s3cr3"))).isEqualTo("java.sql.SQLException");
        QueryMetrics metrics = QueryMetrics.create();
        for (int i = 0; i < 100; i++) {
            metrics.series(SHOP, "SELECT", "").failed(1, String.format("X%04d", i));
        }

        assertThat(page(metrics).lines().filter(line -> line.contains("_count{")))
                .hasSize(QueryMetrics.ERROR_TYPES + 2)
                .anyMatch(line -> line.contains("error_type=\"_OTHER\"") && line.endsWith(" 50"));
    }

    @Test
    void namespace_isTheDatabaseAndNoPassword() {
        assertThat(List.of(
                        "jdbc:postgresql://h:5432/shop?password=s3cr3t",
                        "jdbc:postgresql:shop",
                        "jdbc:mariadb://u:s3cr3t@h1,h2/shop",
                        "jdbc:mysql://h/?password=s3cr3t",
                        "jdbc:oracle:thin:u/s3cr3t@h",
                        "null"))
                .extracting(url -> Database.of(url, Dialect.UNKNOWN).namespace())
                .containsExactly("shop", "shop", "shop", "", "", "");
    }

    private static String page(QueryMetrics metrics) throws IOException {
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(metrics);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.builder().build().write(out, registry.scrape());
        return out.toString(StandardCharsets.UTF_8);
    }
}
