package io.dbvitals.redis.stats;

import io.dbvitals.redis.model.Family;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which fields of INFO are metrics of their own, and under which names redis_exporter shows them. */
final class FieldTable {
    /** Same name, gauge. */
    private static final String GAUGES = """
            uptime_in_seconds process_id io_threads_active hz configured_hz connected_clients blocked_clients tracking_clients
            clients_in_timeout_table pubsub_clients watching_clients total_watched_keys total_blocking_keys
            total_blocking_keys_on_nokey client_longest_output_list client_biggest_input_buf allocator_frag_ratio
            allocator_frag_bytes allocator_rss_ratio allocator_rss_bytes number_of_cached_scripts number_of_functions
            number_of_libraries mem_fragmentation_ratio mem_fragmentation_bytes mem_clients_slaves mem_clients_normal
            lazyfree_pending_objects lazyfreed_objects active_defrag_running async_loading rdb_changes_since_last_save
            rdb_bgsave_in_progress rdb_last_bgsave_status aof_enabled aof_rewrite_in_progress aof_rewrite_scheduled
            aof_pending_rewrite aof_buffer_length aof_rewrite_buffer_length aof_pending_bio_fsync aof_delayed_fsync
            aof_last_bgrewrite_status aof_last_write_status module_fork_in_progress module_fork_last_cow_size
            pubsub_channels pubsub_patterns pubsubshard_channels tracking_total_keys tracking_total_items
            tracking_total_prefixes instantaneous_eventloop_cycles_per_sec instantaneous_eventloop_duration_usec
            connected_slaves repl_backlog_first_byte_offset master_repl_offset second_repl_offset
            slave_expires_tracked_keys slave_priority""";

    /** Another name, gauge. */
    private static final String RENAMED = """
            maxclients=max_clients client_recent_max_input_buffer=client_recent_max_input_buffer_bytes
            client_recent_max_output_buffer=client_recent_max_output_buffer_bytes allocator_active=allocator_active_bytes
            allocator_allocated=allocator_allocated_bytes allocator_resident=allocator_resident_bytes
            allocator_muzzy=allocator_muzzy_bytes used_memory=memory_used_bytes used_memory_rss=memory_used_rss_bytes
            used_memory_peak=memory_used_peak_bytes used_memory_lua=memory_used_lua_bytes
            used_memory_vm_eval=memory_used_vm_eval_bytes used_memory_scripts_eval=memory_used_scripts_eval_bytes
            used_memory_overhead=memory_used_overhead_bytes used_memory_startup=memory_used_startup_bytes
            used_memory_dataset=memory_used_dataset_bytes used_memory_vm_functions=memory_used_vm_functions_bytes
            used_memory_scripts=memory_used_scripts_bytes used_memory_functions=memory_used_functions_bytes
            used_memory_vm_total=memory_used_vm_total maxmemory=memory_max_bytes
            maxmemory_reservation=memory_max_reservation_bytes
            maxmemory_desired_reservation=memory_max_reservation_desired_bytes
            maxfragmentationmemory_reservation=memory_max_fragmentation_reservation_bytes
            maxfragmentationmemory_desired_reservation=memory_max_fragmentation_reservation_desired_bytes
            mem_cluster_links=mem_cluster_links_bytes mem_aof_buffer=mem_aof_buffer_bytes
            mem_replication_backlog=mem_replication_backlog_bytes
            mem_total_replication_buffers=mem_total_replication_buffers_bytes
            mem_overhead_db_hashtable_rehashing=mem_overhead_db_hashtable_rehashing_bytes
            mem_not_counted_for_evict=mem_not_counted_for_eviction_bytes expired_stale_perc=expired_stale_percentage
            migrate_cached_sockets=migrate_cached_sockets_total active_defrag_hits=defrag_hits
            active_defrag_misses=defrag_misses active_defrag_key_hits=defrag_key_hits
            active_defrag_key_misses=defrag_key_misses loading=loading_dump_file
            rdb_last_save_time=rdb_last_save_timestamp_seconds rdb_last_bgsave_time_sec=rdb_last_bgsave_duration_sec
            rdb_current_bgsave_time_sec=rdb_current_bgsave_duration_sec rdb_saves=rdb_saves_total
            rdb_last_cow_size=rdb_last_cow_size_bytes aof_last_cow_size=aof_last_cow_size_bytes
            aof_current_size=aof_current_size_bytes aof_base_size=aof_base_size_bytes
            rdb_last_load_keys_expired=rdb_last_load_expired_keys rdb_last_load_keys_loaded=rdb_last_load_loaded_keys
            aof_last_rewrite_time_sec=aof_last_rewrite_duration_sec
            aof_current_rewrite_time_sec=aof_current_rewrite_duration_sec
            current_eviction_exceeded_time=current_eviction_exceeded_time_ms latest_fork_usec=latest_fork_seconds/1000000
            repl_backlog_size=replication_backlog_bytes repl_backlog_active=repl_backlog_is_active
            repl_backlog_histlen=repl_backlog_history_bytes sync_full=replica_resyncs_full
            sync_partial_ok=replica_partial_resync_accepted sync_partial_err=replica_partial_resync_denied
            cluster_stats_messages_sent=cluster_messages_sent_total
            cluster_stats_messages_received=cluster_messages_received_total
            total_system_memory=total_system_memory_bytes server_threads=server_threads_total
            long_lock_waits=long_lock_waits_total current_client_thread=current_client_thread""";

    /** Counter; the suffix {@code _total} where no other name is given. */
    private static final String COUNTERS = """
            total_connections_received=connections_received_total total_commands_processed=commands_processed_total
            rejected_connections expired_keys expired_subkeys evicted_keys evicted_clients evicted_scripts keyspace_hits
            keyspace_misses eventloop_cycles reply_buffer_shrinks reply_buffer_expands
            client_query_buffer_limit_disconnections client_output_buffer_limit_disconnections acl_access_denied_auth
            acl_access_denied_cmd acl_access_denied_key acl_access_denied_channel
            total_net_input_bytes=net_input_bytes_total total_net_output_bytes=net_output_bytes_total
            total_net_repl_input_bytes=net_repl_input_bytes_total total_net_repl_output_bytes=net_repl_output_bytes_total
            expired_time_cap_reached_count=expired_time_cap_reached_total
            expire_cycle_cpu_milliseconds=expire_cycle_cpu_time_ms_total
            total_eviction_exceeded_time=eviction_exceeded_time_ms_total
            eventloop_duration_sum=eventloop_duration_sum_usec_total
            eventloop_duration_cmd_sum=eventloop_duration_cmd_sum_usec_total used_cpu_sys=cpu_sys_seconds_total
            used_cpu_user=cpu_user_seconds_total used_cpu_sys_children=cpu_sys_children_seconds_total
            used_cpu_user_children=cpu_user_children_seconds_total
            used_cpu_sys_main_thread=cpu_sys_main_thread_seconds_total
            used_cpu_user_main_thread=cpu_user_main_thread_seconds_total
            used_active_time_main_thread=active_time_main_thread_seconds_total
            unexpected_error_replies=unexpected_error_replies total_error_replies=total_error_replies
            dump_payload_sanitizations=dump_payload_sanitizations total_reads_processed=total_reads_processed
            total_writes_processed=total_writes_processed io_threaded_reads_processed=io_threaded_reads_processed
            io_threaded_writes_processed=io_threaded_writes_processed cached_keys=cached_keys_total
            storage_provider_read_hits=storage_provider_read_hits
            storage_provider_read_misses=storage_provider_read_misses""";

    /** What Redis itself averages over the last 1.6 seconds, left out by redis_exporter. */
    private static final String RATES = """
            instantaneous_ops_per_sec instantaneous_input_kbps instantaneous_output_kbps instantaneous_input_repl_kbps
            instantaneous_output_repl_kbps""";

    private final Map<String, Known> known = new HashMap<>(512);

    FieldTable(boolean rates) {
        each(GAUGES, (field, name) -> put(field, name, false));
        each(RENAMED, (field, name) -> put(field, name, false));
        each(
                COUNTERS,
                (field, name) -> put(
                        field,
                        name.equals(field) && !COUNTERS.contains(field + "=" + field) ? field + "_total" : name,
                        true));
        if (rates) {
            each(RATES, (field, name) -> put(field, name, false));
        }
    }

    /** A field's metric, and what its values are divided by. */
    record Known(Family family, double divisor) {}

    Optional<Known> of(String field) {
        return Optional.ofNullable(known.get(field));
    }

    private interface Entry {
        void of(String field, String name);
    }

    private static void each(String table, Entry entry) {
        for (String word : table.split("\\s+", -1)) {
            int equals = word.indexOf('=');
            entry.of(equals < 0 ? word : word.substring(0, equals), word.substring(equals + 1));
        }
    }

    private void put(String field, String name, boolean counter) {
        int slash = name.indexOf('/');
        String plain = slash < 0 ? name : name.substring(0, slash);
        double divisor = slash < 0 ? 1 : Double.parseDouble(name.substring(slash + 1));
        String help = "Field " + field + " of INFO.";
        known.put(field, new Known(counter ? Family.counter(plain, help) : Family.gauge(plain, help), divisor));
    }
}
