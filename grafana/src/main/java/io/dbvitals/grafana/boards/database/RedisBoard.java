package io.dbvitals.grafana.boards.database;

import static io.dbvitals.grafana.model.PanelBuilder.graph;
import static io.dbvitals.grafana.model.PanelBuilder.stat;

import io.dbvitals.grafana.model.Annotation;
import io.dbvitals.grafana.model.Dashboard;
import io.dbvitals.grafana.model.Limits;
import io.dbvitals.grafana.model.Mapping;
import io.dbvitals.grafana.model.Row;
import io.dbvitals.grafana.model.Scope;
import io.dbvitals.grafana.model.Unit;

/** Redis and Valkey. */
public final class RedisBoard {
    private static final Limits CONNECTIONS = Limits.above(0.8, 0.95).of("redis/connections_used_ratio");
    private static final Limits MEMORY = Limits.above(0.85, 0.95).of("redis/memory_used_ratio");
    private static final Limits HITS = Limits.warnBelow(0.5).of("redis/hit_ratio");
    private static final String UNBOUNDED = "No maxmemory";

    private RedisBoard() {}

    public static Dashboard dashboard() {
        return Dashboard.of(
                        "dbvitals-redis",
                        "Redis",
                        "Redis and Valkey: memory, commands, keys, persistence, replication.",
                        Scope.targets("redis_up"))
                .mark(Annotation.event(
                        "Restarts", "changes(redis_start_time_seconds{@}[2m]) > 0", "restarted: {{target}}"))
                .row(health())
                .row(commands())
                .row(memory())
                .row(keys())
                .row(durability());
    }

    private static Row health() {
        return Row.open("Health")
                .line(
                        stat("Up", Unit.PLAIN, "Whether the server answers dbvitals.")
                                .query("redis_up{@}", "@")
                                .mapping(Mapping.UP)
                                .limits(Limits.alarmBelow(1))
                                .alerts("RedisDown"),
                        stat("Up since", Unit.MOMENT, "When the server was started.")
                                .query("redis_start_time_seconds{@} * 1000", "@"),
                        stat("Clients", Unit.RATIO, "Connections, of maxclients.")
                                .query("redis_connected_clients{@} / (redis_max_clients{@} > 0)", "@")
                                .limits(CONNECTIONS)
                                .max(1)
                                .alerts("RedisConnectionsCritical", "RedisConnectionsHigh"),
                        stat("Memory", Unit.RATIO, "Used, of maxmemory. A cache that evicts is meant to be full.")
                                .query("redis_memory_used_bytes{@} / (redis_memory_max_bytes{@} > 0)", "@")
                                .limits(MEMORY)
                                .max(1)
                                .ifEmpty(UNBOUNDED)
                                .alerts("RedisMemoryCritical", "RedisMemoryHigh"),
                        stat("Commands", Unit.OPERATIONS, "Answered.")
                                .query("rate(redis_commands_processed_total{@}[$__rate_interval])", "@"),
                        stat("Hits", Unit.RATIO, "Lookups that found their key, 15 min.")
                                .query("redis:keyspace_hits:ratio_rate15m{@}", "@")
                                .limits(HITS)
                                .max(1)
                                .ifEmpty("No lookups")
                                .alerts("RedisHitRatioLow"));
    }

    private static Row commands() {
        return Row.open("Commands")
                .line(
                        graph("Commands", Unit.OPERATIONS, "The ten most frequent.")
                                .query(
                                        "topk(10, sum by (@, cmd) (rate(redis_commands_total{@}[$__rate_interval])))",
                                        "@ {{cmd}}"),
                        graph("Time of a command", Unit.SECONDS, "Mean; the ten slowest.")
                                .query(
                                        "topk(10, rate(redis_commands_duration_seconds_total{@}[$__rate_interval])"
                                                + " / (rate(redis_commands_total{@}[$__rate_interval]) > 0))",
                                        "@ {{cmd}}"),
                        graph("Commands that failed", Unit.RATIO, "Of all, those that were refused included.")
                                .query(
                                        "(sum by (@) (rate(redis_commands_failed_calls_total{@}[$__rate_interval]))"
                                                + " + sum by (@) (rate(redis_commands_rejected_calls_total{@}[$__rate_interval])))"
                                                + " / (sum by (@) (rate(redis_commands_total{@}[$__rate_interval]))"
                                                + " + sum by (@) (rate(redis_commands_rejected_calls_total{@}[$__rate_interval])) > 0)",
                                        "@")
                                .limits(Limits.warnAbove(0.05).of("redis/command_error_ratio"))
                                .max(1)
                                .alerts("RedisCommandErrorsHigh"))
                .line(
                        graph("Slow log", Unit.NUMBER, "Entries within 10 minutes.")
                                .query("delta(redis_slowlog_last_id{@}[10m])", "@")
                                .limits(Limits.warnAbove(50).of("redis/slow_commands_per_10m"))
                                .alerts("RedisSlowCommands"),
                        graph("Clients", Unit.NUMBER, "Connected, and blocked in BLPOP and the like.")
                                .query("redis_connected_clients{@}", "@ connected")
                                .query("redis_blocked_clients{@}", "@ blocked"),
                        graph("Connections rejected", Unit.NUMBER, "Within 5 minutes: maxclients is reached.")
                                .query("increase(redis_rejected_connections_total{@}[5m])", "@")
                                .limits(Limits.alarmAbove(0))
                                .alerts("RedisConnectionsRejected"));
    }

    private static Row memory() {
        return Row.open("Memory")
                .line(
                        graph("Memory", Unit.BYTES, "Used, resident, and allowed.")
                                .query("redis_memory_used_bytes{@}", "@ used")
                                .query("redis_memory_used_rss_bytes{@}", "@ resident")
                                .query("redis_memory_max_bytes{@} > 0", "@ maxmemory"),
                        graph(
                                        "Fragmentation",
                                        Unit.FACTOR,
                                        "Resident memory, of what the allocator gave out; a small instance always shows much.")
                                .query("redis_mem_fragmentation_ratio{@}", "@")
                                .limits(Limits.warnAbove(1.8).of("redis/fragmentation_factor"))
                                .alerts("RedisFragmentationHigh"),
                        graph(
                                        "Evictions and expiry",
                                        Unit.OPERATIONS,
                                        "Keys that went for want of memory, or because their time had come.")
                                .query("rate(redis_evicted_keys_total{@}[$__rate_interval])", "@ evicted")
                                .query("rate(redis_expired_keys_total{@}[$__rate_interval])", "@ expired")
                                .limits(Limits.warnAbove(100).of("redis/evictions_per_second"))
                                .alerts("RedisEvictionsHigh"));
    }

    private static Row keys() {
        return Row.open("Keys and network")
                .line(
                        graph("Hits", Unit.RATIO, "Lookups that found their key, 15 min.")
                                .query("redis:keyspace_hits:ratio_rate15m{@}", "@")
                                .limits(HITS)
                                .max(1)
                                .ifEmpty("No lookups")
                                .alerts("RedisHitRatioLow"),
                        graph("Keys", Unit.NUMBER, "By database.")
                                .query("sum by (@, db) (redis_db_keys{@})", "@ {{db}}")
                                .stacked(),
                        graph("Network", Unit.BYTES_PER_SECOND, "Received and sent.")
                                .query("rate(redis_net_input_bytes_total{@}[$__rate_interval])", "@ in")
                                .query("rate(redis_net_output_bytes_total{@}[$__rate_interval])", "@ out"));
    }

    private static Row durability() {
        return Row.closed("Persistence and replication")
                .line(
                        stat("Snapshot", Unit.PLAIN, "Whether the last one succeeded.")
                                .query("redis_rdb_last_bgsave_status{@}", "@")
                                .mapping(Mapping.YES_IS_GOOD)
                                .alerts("RedisPersistenceFailing"),
                        stat("Last snapshot", Unit.MOMENT, "When it was taken.")
                                .query("redis_rdb_last_save_timestamp_seconds{@} * 1000", "@"),
                        stat("Not in a snapshot", Unit.NUMBER, "Changes since the last one.")
                                .query("redis_rdb_changes_since_last_save{@}", "@"),
                        stat("Link to master", Unit.PLAIN, "Whether a replica hears its master.")
                                .query("redis_master_link_up{@}", "@")
                                .mapping(Mapping.YES_IS_GOOD)
                                .ifEmpty("No replica")
                                .alerts("RedisReplicationLinkDown"))
                .line(
                        graph("Delay of replicas", Unit.SECONDS, "Since a replica's last answer to its master.")
                                .query("redis_connected_slave_lag_seconds{@}", "@ {{slave_ip}}:{{slave_port}}")
                                .limits(Limits.warnAbove(10).of("redis/replication_lag_seconds"))
                                .ifEmpty("No replicas")
                                .alerts("RedisReplicaLagHigh"),
                        graph("Replication", Unit.BYTES_PER_SECOND, "How fast the master's offset grows.")
                                .query("deriv(redis_master_repl_offset{@}[$__rate_interval])", "@"));
    }
}
