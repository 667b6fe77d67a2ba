package io.dbvitals.postgres;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Rows;
import io.dbvitals.sql.SqlServer;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every boolean, integer and real server setting in base units, from {@code pg_settings}; in Java because each row is a metric of its
 * own.
 *
 * <pre>
 * # HELP pg_settings_shared_buffers_bytes Server Parameter: shared_buffers
 * # TYPE pg_settings_shared_buffers_bytes gauge
 * pg_settings_shared_buffers_bytes{server="db1:5432"} 1.34217728E8
 * </pre>
 */
public final class SettingsCollector implements Collector {
    private static final String SQL = """
            /* dbvitals pg_settings */ SELECT name, setting, unit, vartype
              FROM pg_catalog.pg_settings WHERE vartype IN ('bool', 'integer', 'real')""";

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Pattern UNIT = Pattern.compile("(\\d*)(B|kB|MB|GB|TB|us|ms|s|min|h|d)");

    private final SqlServer server;
    private final Labels labels;
    private final Map<String, Exposed> known = new ConcurrentHashMap<>();

    /** {@code labels} are borne by every series. */
    public SettingsCollector(SqlServer server, Labels labels) {
        this.server = server;
        this.labels = labels;
    }

    @Override
    public String name() {
        return "pg_settings";
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException, InterruptedException {
        Duration left = deadline.remaining();
        Duration timeout = left.compareTo(TIMEOUT) < 0 ? left.plusMillis(1) : TIMEOUT;
        return server.read(
                new SqlServer.Statement(name(), server.mainDatabase(), SQL, timeout, 0), deadline, this::families);
    }

    private List<MetricSnapshot> families(Rows rows) throws CollectException {
        List<MetricSnapshot> families = new ArrayList<>();
        while (rows.next()) {
            String setting = rows.text(0);
            family(setting, rows.text(1), rows.text(2), rows.text(3)).ifPresent(families::add);
        }
        return families;
    }

    private Optional<MetricSnapshot> family(String setting, String text, String unit, String type) {
        double value;
        if (type.equals("bool")) {
            value = text.equals("on") ? 1 : 0;
        } else {
            try {
                value = Double.parseDouble(text);
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
        Exposed exposed = known.computeIfAbsent(setting + " " + unit, key -> exposed(setting, unit));
        // -1 means "off" or "unlimited" whatever the unit; only real sizes are scaled.
        double scaled = value < 0 ? value : value * exposed.factor();
        return Optional.of(
                new GaugeSnapshot(exposed.name(), List.of(new GaugeDataPointSnapshot(scaled, labels, null))));
    }

    /** A setting's metric, and what its values are multiplied by. */
    private record Exposed(MetricMetadata name, double factor) {}

    private static Exposed exposed(String setting, String unit) {
        String suffix = "";
        double factor = 1;
        Matcher scaled = UNIT.matcher(unit);
        if (scaled.matches()) {
            factor = (scaled.group(1).isEmpty() ? 1 : Double.parseDouble(scaled.group(1))) * base(scaled.group(2));
            suffix = isBytes(scaled.group(2)) ? "_bytes" : "_seconds";
        }
        String name = "pg_settings_" + setting.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_") + suffix;
        return new Exposed(new MetricMetadata(name, "Server Parameter: " + setting), factor);
    }

    private static boolean isBytes(String unit) {
        return unit.endsWith("B");
    }

    private static double base(String unit) {
        return switch (unit) {
            case "kB" -> 1024;
            case "MB" -> 1024 * 1024;
            case "GB" -> 1024.0 * 1024 * 1024;
            case "TB" -> 1024.0 * 1024 * 1024 * 1024;
            case "us" -> 1e-6;
            case "ms" -> 1e-3;
            case "min" -> 60;
            case "h" -> 3600;
            case "d" -> 86_400;
            default -> 1;
        };
    }
}
