package io.dbvitals.app.pools;

import io.dbvitals.pool.PoolUse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The report on pools for programs. */
public final class PoolsJson {
    private PoolsJson() {}

    public static Map<String, Object> of(PoolsReport report, Instant now) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", report.level().label());
        answer.put("timestamp", now);
        answer.put("poolers", report.poolers().stream().map(PoolsJson::pooler).toList());
        answer.put("own", report.own().stream().map(PoolsJson::own).toList());
        return answer;
    }

    private static Map<String, Object> pooler(PoolerReport report) {
        Map<String, Object> pooler = new LinkedHashMap<>();
        pooler.put("target", report.target());
        pooler.put("address", report.address());
        pooler.put("status", report.level().label());
        pooler.put("error", report.trouble());
        pooler.put("clients", report.clients());
        pooler.put("max_clients", report.maxClients());
        pooler.put("pools", report.pools().stream().map(PoolsJson::pool).toList());
        return pooler;
    }

    private static Map<String, Object> pool(PoolReport report) {
        PoolUse use = report.use();
        Map<String, Object> pool = new LinkedHashMap<>();
        pool.put("database", use.database());
        pool.put("user", use.user());
        pool.put("mode", use.mode());
        pool.put("server", use.place().address());
        pool.put("size", use.size());
        pool.put("reserve", use.reserve());
        pool.put("checked_out", use.checkedOut());
        pool.put("idle", use.idle());
        pool.put("connecting", use.connecting());
        pool.put("overflow", use.overflow());
        pool.put("utilisation", use.utilisation());
        pool.put("clients", use.clients());
        pool.put("waiting", use.waiting());
        pool.put("max_wait_seconds", use.maxWait().toNanos() / 1e9);
        pool.put("paused", use.place().paused());
        pool.put("disabled", use.place().disabled());
        pool.put("rating", use.rating().label());
        pool.put("status", report.level().label());
        pool.put("evidence", report.advice().evidence());
        pool.put("recommendation", report.advice().recommendation());
        return pool;
    }

    private static Map<String, Object> own(OwnReport report) {
        Map<String, Object> own = new LinkedHashMap<>();
        own.put("target", report.target());
        own.put("kind", report.kind());
        own.put("address", report.address());
        own.put("status", report.level().label());
        own.put("error", report.trouble());
        own.put("size", report.size());
        own.put("open", report.open());
        own.put("busy", report.busy());
        return own;
    }
}
