package io.dbvitals.instrumentation.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.dbvitals.instrumentation.pool.PoolMonitor;
import io.dbvitals.instrumentation.query.QueryMonitor;
import io.dbvitals.instrumentation.testing.Page;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/** The examples of the README run. */
class ExamplesIT {
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void plainJava_printsItsPool() throws Exception {
        PrintStream out = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            PlainJava.main(new String[] {server.getJdbcUrl("postgres", "postgres")});
        } finally {
            System.setOut(out);
            PrometheusRegistry.defaultRegistry.clear();
        }
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains(" relations, next report at ")
                .contains("Pool orders  OK")
                .contains("max 10")
                .contains("SELECT count(*) FROM pg_catalog.pg_class");
    }

    @Test
    void springBoot_monitorsThePoolThatItMakes() throws Exception {
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.datasource.url=" + server.getJdbcUrl("postgres", "postgres"),
                        "spring.datasource.hikari.maximum-pool-size=4",
                        "spring.main.banner-mode=off")
                .run()) {
            DataSource pool = application.getBean(DataSource.class);
            assertThat(pool.unwrap(HikariDataSource.class).getPoolName()).isEqualTo("orders");
            assertThat(new JdbcTemplate(pool).queryForObject("SELECT 41 + 1", Integer.class))
                    .isEqualTo(42);
            PoolMonitor monitor = application.getBean(PoolMonitor.class);
            try (Connection connection = pool.getConnection()) {
                assertThat(connection.isValid(5)).isTrue();
            }
            assertThat(monitor.snapshot().waits().count()).isEqualTo(2);
            assertThat(monitor.snapshot().uses().count()).isEqualTo(2);
            assertThat(application.getBean(QueryMonitor.class).mostFrequent())
                    .singleElement()
                    .satisfies(each -> assertThat(each.pattern()).isEqualTo("SELECT ? + ?"));
            Page page = Page.of(application.getBean(PrometheusRegistry.class));
            assertThat(page.value("hikaricp_connections_max{pool=\"orders\"}")).isEqualTo(4);
        }
    }

    /** An application as small as can be. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(DataSourceAutoConfiguration.class)
    @Import(DatabaseMonitoring.class)
    static class Application {
        @Bean
        PrometheusRegistry registry() {
            return new PrometheusRegistry();
        }
    }
}
