package io.dbvitals.instrumentation.example;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.dbvitals.instrumentation.event.EventDelivery;
import io.dbvitals.instrumentation.handler.RateLimited;
import io.dbvitals.instrumentation.handler.Slf4jHandler;
import io.dbvitals.instrumentation.pool.HealthCheck;
import io.dbvitals.instrumentation.pool.PoolMonitor;
import io.dbvitals.instrumentation.pool.hikari.HikariPools;
import io.dbvitals.instrumentation.pool.metrics.PoolMetrics;
import io.dbvitals.instrumentation.query.QueryMonitor;
import io.dbvitals.instrumentation.query.metrics.QueryMetrics;
import io.dbvitals.instrumentation.report.DailyReport;
import io.dbvitals.instrumentation.report.DailyTime;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import javax.sql.DataSource;

public final class PlainJava {
    public static void main(String[] arguments) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(arguments[0]);
        config.setPoolName("orders");
        QueryMetrics metrics = QueryMetrics.create();

        try (EventDelivery events = EventDelivery.to(RateLimited.of(Slf4jHandler.create(), 3, Duration.ofMinutes(10)));
                HikariDataSource pool = new HikariDataSource(config);
                PoolMonitor monitor = PoolMonitor.named("orders")
                        .events(events)
                        .healthCheck(HealthCheck.ping(pool, Duration.ofSeconds(5)), Duration.ofSeconds(30))
                        .start();
                QueryMonitor queries = QueryMonitor.builder()
                        .slowAfter(Duration.ofMillis(500))
                        .onSlow(events::offer)
                        .metrics(metrics)
                        .build();
                DailyReport report = DailyReport.start(
                        "orders",
                        new DailyTime(LocalTime.of(7, 0), ZoneId.systemDefault()),
                        () -> monitor.dashboard() + queries.report(),
                        events)) {
            HikariPools.attach(pool, monitor);
            PrometheusRegistry.defaultRegistry.register(PoolMetrics.of(monitor));
            PrometheusRegistry.defaultRegistry.register(metrics);
            DataSource watched = queries.watch(pool);

            try (Connection connection = watched.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT count(*) FROM pg_catalog.pg_class")) {
                rows.next();
                System.out.println(rows.getLong(1) + " relations, next report at " + report.next());
            }
            System.out.println(monitor.dashboard());
            System.out.println(queries.report());
        }
    }
}
