package io.dbvitals.api.dashboard.json;

import io.dbvitals.api.dashboard.FiringAlert;
import io.dbvitals.api.dashboard.PlannedStep;
import io.dbvitals.api.dashboard.PoolRow;
import io.dbvitals.api.dashboard.ReplicationRow;
import io.dbvitals.api.dashboard.SessionNode;
import io.dbvitals.api.dashboard.SlowStatement;
import io.dbvitals.api.dashboard.VectorRow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The shapes of the rows in the sections of {@code /api/v1/dashboard}. */
final class DashboardRows {
    private DashboardRows() {}

    static Map<String, Object> alert(FiringAlert alert) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("fingerprint", alert.fingerprint());
        one.put("name", alert.name());
        one.put("severity", alert.severity());
        one.put("summary", alert.summary());
        one.put("description", alert.description());
        one.put("runbook", alert.runbook());
        one.put("starts_at", alert.startsAt());
        one.put("state", alert.state());
        one.put("acknowledged", alert.acknowledged());
        one.put("silenced_by", alert.silencedBy());
        one.put("labels", new TreeMap<>(alert.labels()));
        return one;
    }

    static Map<String, Object> session(SessionNode session) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("target", session.target());
        one.put("id", session.id());
        one.put("user", session.user());
        one.put("database", session.database());
        one.put("application", session.application());
        one.put("state", session.state());
        one.put("command", session.command());
        one.put("waits_for", DashboardJson.some(session.waitsFor()));
        one.put("age_seconds", DashboardJson.seconds(session.age()));
        one.put("verdict", DashboardJson.some(session.verdict()));
        one.put(
                "waiters",
                session.waiters().stream().map(DashboardRows::session).toList());
        return one;
    }

    static Map<String, Object> step(PlannedStep step) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("target", step.target());
        one.put("rule", step.rule());
        one.put("action", step.action());
        one.put("id", step.id());
        one.put("who", step.who());
        one.put("why", step.why());
        one.put("victims", step.victims());
        return one;
    }

    static Map<String, Object> statement(SlowStatement statement) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("target", statement.target());
        one.put("database", statement.database());
        one.put("statement", statement.statement());
        one.put("share_of_time", statement.share());
        one.put("mean_seconds", statement.meanSeconds());
        one.put("calls", statement.calls());
        one.put("rule", statement.rule());
        one.put("severity", statement.severity());
        one.put("evidence", statement.evidence());
        one.put("advice", statement.advice());
        return one;
    }

    static Map<String, Object> vector(VectorRow index) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("target", index.target());
        one.put("database", index.database());
        one.put("index", index.index());
        one.put("table", index.table());
        one.put("method", index.method());
        one.put("size_bytes", index.sizeBytes());
        one.put("p50_seconds", index.p50Seconds());
        one.put("p99_seconds", index.p99Seconds());
        one.put("recall", index.recall());
        one.put("trouble", DashboardJson.some(index.trouble()));
        return one;
    }

    static Map<String, Object> replication(ReplicationRow row) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("target", row.target());
        one.put("role", row.role());
        one.put("peer", row.peer());
        one.put("state", row.state());
        one.put("lag_seconds", row.lagSeconds());
        one.put("lag_bytes", row.lagBytes());
        one.put("finding", DashboardJson.some(row.finding()));
        return one;
    }

    static Map<String, Object> pool(PoolRow pool) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("target", pool.target());
        one.put("pool", pool.pool());
        one.put("clients_active", pool.clientsActive());
        one.put("clients_waiting", pool.clientsWaiting());
        one.put("servers_active", pool.serversActive());
        one.put("servers_idle", pool.serversIdle());
        one.put("size", pool.size());
        one.put("max_wait_seconds", pool.maxWaitSeconds());
        one.put("rating", pool.rating());
        one.put("advice", pool.advice());
        return one;
    }
}
