package io.dbvitals.api.page;

import io.dbvitals.api.dashboard.Dashboard;
import io.dbvitals.api.dashboard.FiringAlert;
import io.dbvitals.api.dashboard.PlannedStep;
import io.dbvitals.api.dashboard.PoolRow;
import io.dbvitals.api.dashboard.ReplicationRow;
import io.dbvitals.api.dashboard.Section;
import io.dbvitals.api.dashboard.SelfState;
import io.dbvitals.api.dashboard.SessionNode;
import io.dbvitals.api.dashboard.SlowStatement;
import io.dbvitals.api.dashboard.TargetCard;
import io.dbvitals.api.dashboard.TargetCard.Loss;
import io.dbvitals.api.dashboard.VectorRow;
import io.dbvitals.health.HealthReport.ProcessUse;
import io.dbvitals.health.HealthReport.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Data tiers as the page may meet them: none, in trouble, large, hostile. */
final class Examples {
    static final Instant NOW = Instant.parse("2026-11-22T02:31:05Z");
    private static final String[] KINDS = {"postgres", "mysql", "redis", "pgbouncer", "host"};

    private Examples() {}

    /** Of a program without targets. */
    static Dashboard empty() {
        return new Dashboard(
                NOW,
                List.of(),
                Section.missing("Alerts are not read: name an Alertmanager under alerting.alertmanagers."),
                Section.of(List.of(), NOW),
                Section.of(List.of(), NOW),
                Section.of(List.of(), NOW),
                Section.missing("Searches are not measured: set vector.probe: auto."),
                Section.of(List.of(), NOW),
                Section.of(List.of(), NOW),
                self("off", List.of()));
    }

    /** One dead target, one that is blocked, some that are well. */
    static Dashboard incident(Instant now) {
        List<TargetCard> targets = List.of(
                card(
                        "orders-primary",
                        "postgres",
                        Status.DEGRADED,
                        62,
                        "",
                        List.of(
                                new Loss(
                                        "locks", 25, "7 sessions wait for a lock, the longest for 312 s; from 60 s on"),
                                new Loss("connections", 13, "184 of 200 are used (92 %); from 80 % on"))),
                card(
                        "orders-replica",
                        "postgres",
                        Status.HEALTHY,
                        97,
                        "",
                        List.of(new Loss("replication", 3, "2.4 s behind; from 1 s on"))),
                card(
                        "sessions-cache",
                        "redis",
                        Status.UNHEALTHY,
                        0,
                        "connection refused: nothing listens on cache-1.internal:6379; is the server started?",
                        List.of(new Loss("availability", 100, "does not answer"))),
                card("billing", "mysql", Status.HEALTHY, 99, "", List.of()),
                card("pool", "pgbouncer", Status.HEALTHY, 100, "", List.of()),
                card("db-host-1", "host", Status.HEALTHY, 94, "", List.of(new Loss("memory", 6, "91 % used"))),
                new TargetCard(
                        "archive",
                        "postgres",
                        Status.DEGRADED,
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        true));
        List<FiringAlert> alerts = List.of(
                alert(
                        "a1",
                        "RedisDown",
                        "critical",
                        "sessions-cache does not answer",
                        now.minusSeconds(190),
                        "active",
                        false),
                alert(
                        "a2",
                        "PgBlockedSessions",
                        "warning",
                        "7 sessions wait for a lock on orders-primary",
                        now.minusSeconds(312),
                        "active",
                        false),
                alert(
                        "a3",
                        "PgConnectionsHigh",
                        "warning",
                        "92 % of the connections of orders-primary are used",
                        now.minusSeconds(1_500),
                        "suppressed",
                        true),
                alert(
                        "a4",
                        "HostDiskSlow",
                        "info",
                        "vda answers in 40 ms",
                        now.minusSeconds(86_400 * 3),
                        "suppressed",
                        false));
        SessionNode waiter3 = node(7313, "report", "reports", "active", "SELECT", "relation orders", 45, List.of());
        SessionNode waiter2 =
                node(7290, "app", "checkout", "active", "UPDATE", "transaction 881 of 7121", 250, List.of(waiter3));
        SessionNode waiter1 = node(7254, "app", "checkout", "active", "UPDATE", "tuple of orders", 312, List.of());
        SessionNode blocker = new SessionNode(
                "orders-primary",
                7121,
                "deploy",
                "orders",
                "psql",
                "idle in transaction",
                "ALTER",
                "",
                Duration.ofSeconds(340),
                "idle_in_transaction: would be terminated, idle for 340 s with 3 waiters; from 300 s on",
                List.of(waiter1, waiter2));
        SessionNode longOne = node(6011, "report", "nightly-report", "active", "SELECT", "", 4_000, List.of());
        return new Dashboard(
                now,
                targets,
                Section.of(alerts, now),
                Section.of(List.of(blocker, longOne), now),
                Section.of(
                        List.of(new PlannedStep(
                                "orders-primary",
                                "idle_in_transaction",
                                "terminate",
                                7121,
                                "deploy@orders psql",
                                "idle in a transaction for 340 s, 3 sessions wait for it",
                                3)),
                        now),
                Section.of(
                        List.of(
                                new SlowStatement(
                                        "orders-primary",
                                        "orders",
                                        "SELECT o.id, o.total FROM orders o JOIN customers c ON c.id = o.customer_id WHERE c.email = $1 AND o.state = ANY ($2) ORDER BY o.created_at DESC LIMIT $3",
                                        Optional.of(0.64),
                                        Optional.of(0.412),
                                        Optional.of(18_400.0),
                                        "sequential_scan",
                                        "critical",
                                        "reads 1.2 M rows of customers to find 1; 4 of 5 calls wait for the disk",
                                        "CREATE INDEX CONCURRENTLY ON customers (email); 96 % less by hypopg"),
                                new SlowStatement(
                                        "billing",
                                        "billing",
                                        "UPDATE invoices SET state = ? WHERE id = ?",
                                        Optional.of(0.08),
                                        Optional.of(0.0021),
                                        Optional.of(1_204_000.0),
                                        "many_calls",
                                        "warning",
                                        "1.2 M calls in an hour, each of one row",
                                        "write them in batches")),
                        now),
                Section.of(
                        List.of(
                                new VectorRow(
                                        "orders-primary",
                                        "search",
                                        "items_embedding_idx",
                                        "items",
                                        "hnsw",
                                        Optional.of(8.1e8),
                                        Optional.of(0.0041),
                                        Optional.of(0.0123),
                                        Optional.of(0.87),
                                        "finds 87 of 100 true neighbours: raise hnsw.ef_search to 80"),
                                new VectorRow(
                                        "orders-primary",
                                        "search",
                                        "docs_embedding_idx",
                                        "docs",
                                        "ivfflat",
                                        Optional.of(1.2e7),
                                        Optional.of(0.0009),
                                        Optional.of(0.002),
                                        Optional.of(0.985),
                                        "")),
                        now),
                Section.of(
                        List.of(
                                new ReplicationRow(
                                        "orders-primary",
                                        "primary",
                                        "orders-replica",
                                        "healthy",
                                        Optional.of(2.4),
                                        Optional.of(1_310_720.0),
                                        ""),
                                new ReplicationRow(
                                        "billing",
                                        "source",
                                        "billing-dr",
                                        "degraded",
                                        Optional.of(95.0),
                                        Optional.empty(),
                                        "95 s behind and growing: the applier waits for one large transaction")),
                        now),
                Section.of(
                        List.of(
                                new PoolRow(
                                        "pool",
                                        "orders/app",
                                        Optional.of(20.0),
                                        Optional.of(14.0),
                                        Optional.of(20.0),
                                        Optional.of(0.0),
                                        Optional.of(20.0),
                                        Optional.of(7.5),
                                        "critical",
                                        "half of the sessions are idle in a transaction: shorter transactions, not a larger pool"),
                                new PoolRow(
                                        "pool",
                                        "orders/report",
                                        Optional.of(2.0),
                                        Optional.of(0.0),
                                        Optional.of(2.0),
                                        Optional.of(3.0),
                                        Optional.of(20.0),
                                        Optional.of(0.0),
                                        "good",
                                        "")),
                        now),
                self(
                        "dry run",
                        List.of(
                                "sessions-cache/info: UNREACHABLE, connection refused",
                                "billing/innodb: TIMEOUT after 2 s")));
    }

    /** So many targets and alerts, with long names. */
    static Dashboard large(Instant now, int targets, int alerts) {
        Dashboard some = incident(now);
        List<TargetCard> cards = new ArrayList<>(some.targets());
        for (int i = cards.size(); i < targets; i++) {
            String name = "shard-" + i
                    + (i % 9 == 0 ? "-with-a-name-that-somebody-made-very-long-indeed.eu-central-1.internal" : "");
            cards.add(card(
                    name, KINDS[i % 5], i % 17 == 0 ? Status.DEGRADED : Status.HEALTHY, 100 - i % 13, "", List.of()));
        }
        List<FiringAlert> all = new ArrayList<>();
        for (int i = 0; i < alerts; i++) {
            all.add(alert(
                    "f" + i,
                    "PgReplicationLagOfShardIsTooHigh" + i,
                    List.of("critical", "warning", "info").get(i % 3),
                    "shard-" + i + " is " + i + " min behind its primary",
                    now.minusSeconds(60L * i),
                    i % 7 == 0 ? "suppressed" : "active",
                    i % 14 == 0));
        }
        return new Dashboard(
                now,
                cards,
                new Section<>(all, Optional.of(now), "", 12),
                some.sessions(),
                some.guardPlan(),
                some.slowStatements(),
                some.vectorIndexes(),
                some.replication(),
                some.pools(),
                some.self());
    }

    /** Everything that comes from elsewhere is that text. */
    static Dashboard saying(String text) {
        FiringAlert alert = new FiringAlert(
                text,
                text,
                text,
                text,
                text,
                Optional.of("javascript:alert(1)"),
                NOW,
                text,
                false,
                List.of(text),
                Map.of("alertname", text));
        SessionNode session =
                new SessionNode(text, 1, text, text, text, text, text, text, Duration.ofSeconds(1), text, List.of());
        return new Dashboard(
                NOW,
                List.of(card(text, text, Status.UNHEALTHY, 1, text, List.of(new Loss(text, 1, text)))),
                new Section<>(List.of(alert), Optional.of(NOW), text, 0),
                new Section<>(List.of(session), Optional.of(NOW), text, 0),
                new Section<>(List.of(new PlannedStep(text, text, text, 1, text, text, 1)), Optional.of(NOW), text, 0),
                new Section<>(
                        List.of(new SlowStatement(
                                text,
                                text,
                                text,
                                Optional.of(1.0),
                                Optional.empty(),
                                Optional.empty(),
                                text,
                                text,
                                text,
                                text)),
                        Optional.of(NOW),
                        text,
                        0),
                new Section<>(
                        List.of(new VectorRow(
                                text,
                                text,
                                text,
                                text,
                                text,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                text)),
                        Optional.of(NOW),
                        text,
                        0),
                new Section<>(
                        List.of(new ReplicationRow(text, text, text, text, Optional.empty(), Optional.empty(), text)),
                        Optional.of(NOW),
                        text,
                        0),
                new Section<>(
                        List.of(new PoolRow(
                                text,
                                text,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                text,
                                text)),
                        Optional.of(NOW),
                        text,
                        0),
                new SelfState(text, use(), text, Optional.of(text), List.of(text)));
    }

    static TargetCard card(String name, String kind, Status status, double score, String error, List<Loss> losses) {
        return new TargetCard(
                name,
                kind,
                status,
                Optional.of(score),
                losses,
                kind.equals("host") ? Optional.empty() : Optional.of(name.endsWith("replica")),
                error.isEmpty() ? Optional.of(Duration.ofMillis(3)) : Optional.empty(),
                Optional.of(Duration.ofSeconds(4)),
                error,
                false);
    }

    private static FiringAlert alert(
            String id,
            String name,
            String severity,
            String summary,
            Instant since,
            String state,
            boolean acknowledged) {
        return new FiringAlert(
                id,
                name,
                severity,
                summary,
                summary + "; see the runbook for what to look at first.",
                Optional.of("https://runbooks.example.com/" + name),
                since,
                state,
                acknowledged,
                state.equals("suppressed") ? List.of("0b1c-" + id) : List.of(),
                Map.of("alertname", name, "severity", severity, "target", "orders-primary", "job", "dbvitals"));
    }

    private static SessionNode node(
            long id,
            String user,
            String application,
            String state,
            String command,
            String waitsFor,
            int age,
            List<SessionNode> waiters) {
        return new SessionNode(
                "orders-primary",
                id,
                user,
                "orders",
                application,
                state,
                command,
                waitsFor,
                Duration.ofSeconds(age),
                "",
                waiters);
    }

    private static SelfState self(String guard, List<String> failures) {
        return new SelfState("1.0.0", use(), guard, Optional.empty(), failures);
    }

    private static ProcessUse use() {
        return new ProcessUse(Duration.ofHours(31), 412.5, 41_000_000, 128_000_000, 140_000_000, 31);
    }
}
