package io.dbvitals.instrumentation.bench;

import io.dbvitals.instrumentation.query.QueryMonitor;
import io.dbvitals.instrumentation.query.metrics.QueryMetrics;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.listener.NoOpQueryExecutionListener;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import net.ttddyy.observation.tracing.DataSourceObservationListener;
import org.h2.jdbcx.JdbcDataSource;

/** What stands between the application and the driver. */
public enum Wrapper {
    /** Nothing. */
    BARE {
        @Override
        Wrapped wrap(DataSource bare) {
            return new Wrapped(bare, () -> {});
        }
    },
    /** datasource-proxy with a listener that does nothing: what building on it costs at least. */
    DATASOURCE_PROXY {
        @Override
        Wrapped wrap(DataSource bare) {
            return new Wrapped(
                    ProxyDataSourceBuilder.create(bare)
                            .listener(new NoOpQueryExecutionListener())
                            .build(),
                    () -> {});
        }
    },
    /** The same, with its proxies around result sets, which counting rows needs. */
    DATASOURCE_PROXY_ROWS {
        @Override
        Wrapped wrap(DataSource bare) {
            return new Wrapped(
                    ProxyDataSourceBuilder.create(bare)
                            .listener(new NoOpQueryExecutionListener())
                            .proxyResultSet()
                            .build(),
                    () -> {});
        }
    },
    /** datasource-micrometer as Spring Boot sets it up for metrics, with Micrometer's registry for Prometheus. */
    DATASOURCE_MICROMETER {
        @Override
        Wrapped wrap(DataSource bare) {
            PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            ObservationRegistry observations = ObservationRegistry.create();
            observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
            DataSourceObservationListener listener = new DataSourceObservationListener(observations);
            return new Wrapped(
                    ProxyDataSourceBuilder.create(bare)
                            .listener(listener)
                            .methodListener(listener)
                            .proxyResultSet()
                            .build(),
                    meters::close);
        }
    },
    /** The monitor of this library with metrics for Prometheus and rows counted, as its builder makes it. */
    QUERY_MONITOR {
        @Override
        Wrapped wrap(DataSource bare) {
            QueryMonitor monitor =
                    QueryMonitor.builder().metrics(QueryMetrics.create()).build();
            return new Wrapped(monitor.watch(bare), monitor);
        }
    };

    abstract Wrapped wrap(DataSource bare);

    static DataSource database() throws SQLException {
        JdbcDataSource bare = new JdbcDataSource();
        bare.setURL("jdbc:h2:mem:bench;DB_CLOSE_DELAY=-1");
        try (Connection connection = bare.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS item (id INT PRIMARY KEY, name VARCHAR(20))");
            statement.execute("MERGE INTO item SELECT x, 'item ' || x FROM system_range(0, 1023)");
        }
        return bare;
    }

    record Wrapped(DataSource dataSource, AutoCloseable after) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            after.close();
        }
    }
}
