package io.dbvitals.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.postgres.PostgresServer;
import io.dbvitals.testing.TestServer;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsCollectorIT {
    /** What PostgreSQL itself makes of the text that SHOW prints; sizes and times below zero mean "off". */
    private static final String EXPECTED = """
            SELECT name, unit,
                   CASE WHEN vartype = 'bool' THEN (setting = 'on')::int
                        WHEN setting::float8 < 0 OR unit IS NULL OR unit = '' THEN setting::float8
                        WHEN unit ~ 'B$' THEN pg_size_bytes(current_setting(name))
                        ELSE extract(epoch FROM current_setting(name)::interval) END AS value
              FROM pg_settings WHERE vartype IN ('bool', 'integer', 'real')""";

    @ParameterizedTest
    @ValueSource(ints = {13, 18})
    void everySetting_isInBaseUnits(int major) throws Exception {
        try (TestServer server = TestServer.start(major);
                PostgresServer connection = new PostgresServer(server.config());
                Connection superuser = server.connect("postgres");
                Statement statement = superuser.createStatement();
                ResultSet rows = statement.executeQuery(EXPECTED)) {
            Map<String, Double> seen = new TreeMap<>();
            for (MetricSnapshot family : new SettingsCollector(connection, Labels.of("server", "x"))
                    .collect(Deadline.after(Duration.ofSeconds(9)))) {
                seen.put(
                        family.getMetadata().getName(),
                        ((GaugeSnapshot) family).getDataPoints().get(0).getValue());
            }
            int compared = 0;
            while (rows.next()) {
                String unit = rows.getString("unit") == null ? "" : rows.getString("unit");
                String suffix = unit.isEmpty() ? "" : unit.endsWith("B") ? "_bytes" : "_seconds";
                String metric = "pg_settings_"
                        + rows.getString("name").toLowerCase(Locale.ROOT).replace('.', '_') + suffix;
                // A session's own settings, which the exporter gives on connecting, and what only superusers see.
                if (!rows.getString("name")
                        .matches("statement_timeout|lock_timeout|idle_.*_timeout|.*_read_only|extra_float_digits")) {
                    assertThat(seen).as("unit %s", unit).containsEntry(metric, rows.getDouble("value"));
                    compared++;
                }
            }
            assertThat(compared).isGreaterThan(200);
        }
    }
}
