package io.dbvitals.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.scrape.ScrapeRequest;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsPageTest {
    private static final String TEXT_PAGE = """
            # HELP pg_stat_database_xact_commit Committed transactions.
            # TYPE pg_stat_database_xact_commit untyped
            pg_stat_database_xact_commit{datname="app\\"1"} 12.0
            # HELP pg_up Whether the server answers.
            # TYPE pg_up gauge
            pg_up{server="db1:5432"} 1.0
            """;
    private static final String OPENMETRICS_PAGE = """
            # TYPE pg_stat_database_xact_commit unknown
            # HELP pg_stat_database_xact_commit Committed transactions.
            pg_stat_database_xact_commit{datname="app\\"1"} 12.0
            # TYPE pg_up gauge
            # HELP pg_up Whether the server answers.
            pg_up{server="db1:5432"} 1.0
            # EOF
            """;

    private Stand stand;

    @BeforeEach
    void start() throws Exception {
        stand = Stand.started();
    }

    @AfterEach
    void stop() {
        stand.close();
    }

    @Test
    void page_isText_whenNothingIsAsked() throws Exception {
        HttpResponse<String> page = stand.get("/metrics");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).isEqualTo(TEXT_PAGE);
        assertThat(page.headers().map()).containsKeys("date").doesNotContainKeys("server", "content-encoding");
        assertThat(page.headers().firstValue("content-type"))
                .hasValue("text/plain; version=0.0.4; charset=utf-8; escaping=underscores");
        assertThat(page.headers().firstValue("vary")).hasValue("Accept, Accept-Encoding");
        assertThat(page.headers().firstValue("content-length")).hasValue(String.valueOf(TEXT_PAGE.length()));
        assertThat(page.headers().firstValue("x-content-type-options")).hasValue("nosniff");
        assertThat(page.headers().firstValue("cache-control")).hasValue("no-store");
    }

    @Test
    void page_isOpenMetrics_whenAccepted() throws Exception {
        HttpResponse<String> page = stand.get("/metrics", "Accept", "application/openmetrics-text;version=1.0.0");

        assertThat(page.body()).isEqualTo(OPENMETRICS_PAGE);
        assertThat(page.headers().firstValue("content-type"))
                .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores");
    }

    @Test
    void page_isProtobuf_whenAccepted() throws Exception {
        HttpResponse<String> page = stand.get(
                "/metrics",
                "Accept",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;"
                        + "escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.2");

        assertThat(page.headers().firstValue("content-type"))
                .hasValue("application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
                        + " encoding=delimited; escaping=allow-utf-8");
        assertThat(page.body()).contains("pg_up", "db1:5432", "Committed transactions.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            */*                                                                         | text/plain
            text/html,application/xhtml+xml,*/*;q=0.8                                   | text/plain
            application/openmetrics-text;version=1.0.0;q=0.4,text/plain;version=0.0.4;q=0.5 | text/plain
            application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.5 | application/openmetrics-text
            application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | application/openmetrics-text
            application/openmetrics-text;q=0,text/plain                                 | text/plain
            application/openmetrics-text;version=9.9.9                                  | text/plain
            application/vnd.google.protobuf                                             | text/plain
            application/openmetrics-text;q=nonsense                                     | text/plain
            """)
    void format_isTheOneWithTheHighestQuality(String accept, String type) throws Exception {
        HttpResponse<String> page = stand.get("/metrics", "Accept", accept);

        assertThat(page.headers().firstValue("content-type").orElseThrow()).startsWith(type + ";");
    }

    @Test
    void page_isCompressed_whenAccepted() throws Exception {
        HttpResponse<byte[]> page = stand.client()
                .send(
                        stand.request("GET", "/metrics", "Accept-Encoding", "br, gzip;q=0.5"),
                        BodyHandlers.ofByteArray());

        assertThat(page.headers().firstValue("content-encoding")).hasValue("gzip");
        assertThat(page.headers().firstValue("content-length")).hasValue(String.valueOf(page.body().length));
        byte[] plain = new GZIPInputStream(new ByteArrayInputStream(page.body())).readAllBytes();
        assertThat(new String(plain, StandardCharsets.UTF_8)).isEqualTo(TEXT_PAGE);
    }

    @Test
    void page_isNotCompressed_whenGzipIsRefused() throws Exception {
        assertThat(stand.get("/metrics", "Accept-Encoding", "gzip;q=0").body()).isEqualTo(TEXT_PAGE);
    }

    @Test
    void names_chooseFamilies() throws Exception {
        assertThat(stand.get("/metrics?name[]=pg_up&name[]=pg_nothing").body()).isEqualTo("""
                        # HELP pg_up Whether the server answers.
                        # TYPE pg_up gauge
                        pg_up{server="db1:5432"} 1.0
                        """);
        assertThat(stand.get("/metrics?name%5B%5D=nothing").body()).isEmpty();
    }

    @Test
    void parameters_becomeTheScrapeRequest() throws Exception {
        stand.get("/metrics?collect[]=locks&collect=settings&target=primary&target=standby");
        stand.get("/metrics/postgres");
        stand.get("/metrics?exclude[]=locks");

        Duration budget = Duration.ofSeconds(10);
        assertThat(stand.scrapes)
                .containsExactly(
                        new ScrapeRequest(Set.of(), Set.of("primary", "standby"), Set.of("locks", "settings"), budget),
                        new ScrapeRequest(Set.of("postgres"), Set.of(), Set.of(), budget),
                        new ScrapeRequest(Set.of(), Set.of(), Set.of("stat_database", "settings"), budget));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /metrics?collect[]=lock   | 400 | there is no collector 'lock'; there are: locks, settings, stat_database
            /metrics?exclude[]=lock   | 400 | there is no collector 'lock'; there are: locks, settings, stat_database
            /metrics?target=db9       | 400 | there is no target 'db9'; there are: primary, standby
            /metrics?collect[]=locks&exclude[]=settings | 400 | 'collect' and 'exclude' cannot be combined; give one of them
            /metrics?exclude[]=locks&exclude[]=settings&exclude[]=stat_database | 400 | 'exclude' leaves no collector
            """)
    void request_isRefused_whenItNamesWhatIsNotThere(String path, int status, String text) throws Exception {
        HttpResponse<String> answer = stand.get(path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(text + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "10, 9500",
        "5, 4500",
        "0.6, 300",
        "1e2, 10000",
        "0, 10000",
        "-3, 10000",
        "NaN, 10000",
        "soon, 10000",
        "1e300, 10000"
    })
    void budget_isWhatPrometheusGrantsWithoutTheMargin(String header, long millis) throws Exception {
        stand.get("/metrics", "X-Prometheus-Scrape-Timeout-Seconds", header);

        assertThat(stand.scrapes.get(0).budget()).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void family_isLeftOut_whenItCannotBeWritten() throws Exception {
        // The library does not check label values; a null one makes its writers throw.
        GaugeSnapshot broken = GaugeSnapshot.builder()
                .name("broken")
                .dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(Labels.of("a", null))
                        .value(1)
                        .build())
                .build();
        stand.scraper = request -> CompletableFuture.completedFuture(
                MetricSnapshots.of(Stand.TWO_FAMILIES.get(0), broken, Stand.TWO_FAMILIES.get(1)));

        assertThat(stand.get("/metrics").body()).isEqualTo(TEXT_PAGE);
        assertThat(stand.get("/metrics", "Accept", "application/openmetrics-text")
                        .body())
                .isEqualTo(OPENMETRICS_PAGE);
        HttpResponse<byte[]> zipped = stand.client()
                .send(stand.request("GET", "/metrics", "Accept-Encoding", "gzip"), BodyHandlers.ofByteArray());
        byte[] plain = new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes();
        assertThat(new String(plain, StandardCharsets.UTF_8)).isEqualTo(TEXT_PAGE);
        assertThat(stand.renderFailures).containsExactly("broken", "broken", "broken");
    }
}
