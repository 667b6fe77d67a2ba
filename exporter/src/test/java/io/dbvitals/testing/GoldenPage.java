package io.dbvitals.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A page of metrics in the text format as it is in every run: families and series sorted, what changes from run to run replaced by
 * {@code …}. Families of the Java process are left out, as they depend on the Java that runs the tests.
 */
public final class GoldenPage {
    private static final Pattern SERIES = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");
    private static final Pattern OF_THE_PROCESS =
            Pattern.compile("(?:jvm|process)_.*|dbvitals_(?:build_info|guard_.*)");

    /** Labels whose values change from run to run. */
    private static final Set<String> VOLATILE_LABELS = Set.of(
            "server",
            "pid",
            "queryid",
            "datid",
            "relid",
            "version",
            "short_version",
            "wait_event",
            "upstream_host",
            // Of redis_instance_info.
            "os",
            "process_id",
            "run_id",
            "tcp_port",
            "redis_build_id",
            "redis_version",
            "master_replid",
            // Of redis_slave_info, redis_connected_slave_* and redis_sentinel_*.
            "master_port",
            "slave_port",
            "master_address");

    /** Series whose values are the same in every run: states, and what the fixture counts. */
    private static final Pattern KNOWN_VALUES = Pattern.compile(String.join(
            "|",
            "pg_up",
            "pg_exporter_last_scrape_error",
            "pg_blocked_sessions",
            "pg_locks_waiting",
            "pg_prepared_transactions",
            "pg_replication_is_replica",
            "pg_settings_(?:fsync|hot_standby|track_.*|autovacuum|max_connections|max_prepared_transactions)",
            "pg_replication_slots?_(?:active|conflicting|failover|invalidated|lost|slot_is_active|synced|temporary|two_phase)",
            "pg_root_blockers",
            "pg_vector_(?:extension_info|column_indexed|table_operations_total)",
            "pg_vector_index_(?:info|dimensions|vectors|valid|scans_total|tuples_read_total)",
            "pg_xmin_horizon_holders",
            "redis_(?:up|exporter_last_scrape_error|instance_info|slave_info|exporter_command_refused)",
            "redis_(?:db_keys|db_keys_expiring|connected_slaves|master_link_up|errors_total|cluster_.*|config_.*)",
            "redis_(?:aof_enabled|loading_dump_file|rdb_last_bgsave_status|blocked_clients|slowlog_length)",
            "dbvitals_collector_(?:success|skipped)",
            "dbvitals_target_(?:up|replica|connections_limit)",
            "dbvitals_series_limited_total",
            "dbvitals_duplicate_series_total",
            "dbvitals_render_failures_total",
            "dbvitals_config_last_reload_successful"));

    private GoldenPage() {}

    /** Each family's HELP and TYPE lines, then its series. */
    public static String of(String page) {
        return of(page, ".*");
    }

    /** {@code wanted} is a regular expression of the names of those that are wanted. */
    public static String of(String page, String wanted) {
        Map<String, Family> families = new TreeMap<>();
        Family current = new Family("");
        for (String line : page.lines().toList()) {
            if (line.startsWith("# HELP ") || line.startsWith("# TYPE ")) {
                String name = line.split(" ", 4)[2];
                current = families.computeIfAbsent(name, Family::new);
                current.head.add(line);
            } else if (!line.startsWith("#") && !line.isEmpty()) {
                current.series.add(series(line));
            }
        }
        return families.values().stream()
                .filter(family -> family.name.matches(wanted))
                .filter(family -> !OF_THE_PROCESS.matcher(family.name).matches())
                .map(Family::text)
                .collect(Collectors.joining("\n"));
    }

    private static String series(String line) {
        Matcher series = SERIES.matcher(line);
        if (!series.matches()) {
            throw new IllegalArgumentException("not a sample: " + line);
        }
        List<String> labels = new ArrayList<>();
        if (series.group(2) != null) {
            Matcher label = LABEL.matcher(series.group(2));
            while (label.find()) {
                String value = VOLATILE_LABELS.contains(label.group(1))
                                && !label.group(2).isEmpty()
                        ? "…"
                        : label.group(2);
                labels.add(label.group(1) + "=\"" + value + "\"");
            }
        }
        String value = KNOWN_VALUES.matcher(series.group(1)).matches() ? series.group(3) : "…";
        return series.group(1) + (labels.isEmpty() ? "" : "{" + String.join(",", labels) + "}") + " " + value;
    }

    private static final class Family {
        private final String name;
        private final List<String> head = new ArrayList<>();
        private final Set<String> series = new TreeSet<>();

        private Family(String name) {
            this.name = name;
        }

        private String text() {
            return String.join("\n", head) + "\n" + String.join("\n", series) + "\n";
        }
    }
}
