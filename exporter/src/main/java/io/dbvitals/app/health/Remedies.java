package io.dbvitals.app.health;

import io.dbvitals.health.score.Component;
import io.dbvitals.health.score.Vital.Knowledge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What to do about what was found: the next command to call, or the setting to look at. */
public final class Remedies {
    private static final Map<String, String> OF = Map.ofEntries(
            Map.entry(
                    "connections",
                    "see who holds them (dbvitals guard explain), put a pooler in between, or raise the limit"),
            Map.entry(
                    "locks",
                    "see who blocks whom: dbvitals guard explain; shorten the transactions that hold the locks"),
            Map.entry(
                    "wraparound",
                    "see which tables autovacuum cannot freeze: old transactions, slots and prepared transactions hold it back"),
            Map.entry(
                    "transactions",
                    "see which they are: dbvitals guard explain; set idle_in_transaction_session_timeout"),
            Map.entry("checkpoints", "see archive_command in the server's log, or raise max_wal_size"),
            Map.entry("conflicts", "see the server's log: which statements deadlock or fail"),
            Map.entry(
                    "block_reads",
                    "see which statements read most: dbvitals slow-queries; more shared_buffers come last"),
            Map.entry("buffer_pool", "raise innodb_buffer_pool_size, or see what writes so much"),
            Map.entry(
                    "redo", "raise innodb_redo_log_capacity (MariaDB: innodb_log_file_size), or slow down the writers"),
            Map.entry("disk_temp_tables", "see which statements make them: dbvitals slow-queries; then tmp_table_size"),
            Map.entry("replication", "see what dbvitals validate --replication says of it"),
            Map.entry("disk", "free space, or enlarge the file system, before writes fail"),
            Map.entry("sessions", "see who they are: dbvitals guard explain; dbvitals cleanup ends those that hurt"),
            Map.entry(
                    "migrations",
                    "see what failed: dbvitals validate; repair it by its tool before the next deployment"),
            Map.entry("memory", "see what uses it; of Redis: maxmemory and its policy, or larger machines"),
            Map.entry("persistence", "see the server's log: disk full, or no memory to fork"),
            Map.entry("evictions", "raise maxmemory, or let keys expire sooner"),
            Map.entry("waiting_clients", "see SHOW POOLS; what holds the server connections: dbvitals guard explain"),
            Map.entry("pools", "raise pool_size only while the server has room and is not busy"),
            Map.entry("databases", "RESUME or ENABLE those that were left shut, or raise max_db_connections"),
            Map.entry("cpu", "see which processes or statements use it"),
            Map.entry("swap", "see which processes use memory; a database should not swap"));

    private Remedies() {}

    /** Empty where the cause says it, or nothing is known to help. */
    public static Optional<String> of(Component component) {
        return component.knowledge() == Knowledge.UNKNOWN
                ? Optional.empty()
                : Optional.ofNullable(OF.get(component.name()));
    }

    /** In the order of what they cost. */
    public static List<String> of(TargetHealth health) {
        if (health.reading().isEmpty()) {
            return List.of("see why: dbvitals diagnose --target " + health.target());
        }
        List<String> remedies = new ArrayList<>();
        for (Component component : health.findings()) {
            of(component).filter(remedy -> !remedies.contains(remedy)).ifPresent(remedies::add);
        }
        return remedies;
    }
}
