package io.dbvitals.mysql;

import static io.dbvitals.mysql.values.Series.Type.GAUGE;

import io.dbvitals.mysql.values.Read;
import io.dbvitals.mysql.values.Series;
import io.dbvitals.mysql.values.StatusText;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Rows;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every global variable that is a number or a switch, and who the server is; from {@code SHOW GLOBAL VARIABLES}.
 *
 * <pre>
 * mysql_global_variables_max_connections 151.0
 * mysql_version_info{innodb_version="10.11.19",version="10.11.19-MariaDB",version_comment="Debian 12"} 1.0
 * </pre>
 */
final class GlobalVariables implements Collector {
    private static final String PREFIX = "mysql_global_variables_";
    private static final Pattern GCACHE = Pattern.compile("gcache.size = (\\d+)([MG]?);");
    private static final Set<String> TEXTS = Set.of(
            "innodb_version",
            "version",
            "version_comment",
            "wsrep_cluster_name",
            "wsrep_provider_options",
            "transaction_isolation",
            "tx_isolation");

    private static final MetricMetadata VERSION =
            new MetricMetadata("mysql_version_info", "MySQL version and distribution.");
    private static final MetricMetadata ISOLATION =
            new MetricMetadata("mysql_transaction_isolation", "MySQL transaction isolation.");
    private static final MetricMetadata CLUSTER =
            new MetricMetadata("mysql_galera_variables_info", "PXC/Galera variables information.");
    private static final MetricMetadata GCACHE_SIZE =
            new MetricMetadata("mysql_galera_gcache_size_bytes", "PXC/Galera gcache size.");

    private final Read read;
    private final Labels labels;
    private final Map<String, Series> known = new ConcurrentHashMap<>();

    GlobalVariables(Read read, Labels labels) {
        this.read = read;
        this.labels = labels;
    }

    @Override
    public String name() {
        return "global_variables";
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException, InterruptedException {
        return read.rows(name(), "SHOW GLOBAL VARIABLES", deadline, this::families);
    }

    private List<MetricSnapshot> families(Rows rows) throws CollectException {
        Series.Values values = new Series.Values();
        Map<String, String> texts = new HashMap<>();
        while (rows.next()) {
            String variable = rows.text(0);
            String text = rows.text(1);
            if (TEXTS.contains(variable)) {
                texts.put(variable, text);
            }
            double value = StatusText.value(text);
            if (!Double.isNaN(value)) {
                values.add(known.computeIfAbsent(variable, this::series), value);
            }
        }
        Labels version = Labels.of(
                "innodb_version",
                texts.getOrDefault("innodb_version", ""),
                "version",
                texts.getOrDefault("version", ""),
                "version_comment",
                texts.getOrDefault("version_comment", ""));
        values.add(new Series(VERSION, GAUGE, labels.merge(version)), 1);
        // MariaDB before 11.1 knows the older name only.
        text(texts, "transaction_isolation")
                .or(() -> text(texts, "tx_isolation"))
                .ifPresent(level -> {
                    values.add(new Series(ISOLATION, GAUGE, labels.merge(Labels.of("level", level))), 1);
                });
        text(texts, "wsrep_cluster_name").ifPresent(cluster -> {
            values.add(new Series(CLUSTER, GAUGE, labels.merge(Labels.of("wsrep_cluster_name", cluster))), 1);
        });
        text(texts, "wsrep_provider_options")
                .ifPresent(options -> values.add(new Series(GCACHE_SIZE, GAUGE, labels), gcacheBytes(options)));
        return values.families();
    }

    private static Optional<String> text(Map<String, String> texts, String variable) {
        return Optional.ofNullable(texts.get(variable)).filter(text -> !text.isEmpty());
    }

    private Series series(String variable) {
        String name = PREFIX + StatusText.name(StatusText.lower(variable));
        return new Series(new MetricMetadata(name, "Generic gauge metric from SHOW GLOBAL VARIABLES."), GAUGE, labels);
    }

    /** 0 where the provider's options do not name it. */
    static double gcacheBytes(String providerOptions) {
        Matcher size = GCACHE.matcher(providerOptions);
        if (!size.find()) {
            return 0;
        }
        double unit = switch (size.group(2)) {
            case "M" -> 1024.0 * 1024;
            case "G" -> 1024.0 * 1024 * 1024;
            default -> 1;
        };
        return Double.parseDouble(size.group(1)) * unit;
    }
}
