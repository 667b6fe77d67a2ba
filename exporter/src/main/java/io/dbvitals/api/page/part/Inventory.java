package io.dbvitals.api.page.part;

import io.dbvitals.api.dashboard.Dashboard;
import io.dbvitals.api.dashboard.PoolRow;
import io.dbvitals.api.dashboard.ReplicationRow;
import io.dbvitals.api.dashboard.VectorRow;
import io.dbvitals.api.page.html.Figures;
import io.dbvitals.api.page.html.Html;
import io.dbvitals.api.page.html.State;
import io.dbvitals.api.page.html.Table;
import java.util.Optional;

/** What is read as tables: replication, pools, vector indexes. */
public final class Inventory {
    private static final double GOOD_RECALL = 0.9;

    private Inventory() {}

    public static void replication(Html html, Dashboard dashboard) {
        boolean any = Heading.open(
                html, "replication", "Replication", dashboard.replication(), "No target has or is a standby.");
        if (any) {
            Table table = new Table(
                    html, "Replication", "State", "Target", "Role", "Peer", "#Lag", "#Lag in bytes", "Finding");
            for (ReplicationRow row : dashboard.replication().rows()) {
                State state = State.of(row.state());
                table.row(state)
                        .state(state, row.state())
                        .name(row.target())
                        .cell(row.role())
                        .name(row.peer())
                        .cell(Figures.seconds(row.lagSeconds()))
                        .cell(Figures.bytes(row.lagBytes()))
                        .prose(row.finding())
                        .endRow();
            }
            table.end();
        }
        Heading.close(html, dashboard.replication());
    }

    public static void pools(Html html, Dashboard dashboard) {
        boolean any = Heading.open(html, "pools", "Pools", dashboard.pools(), "No target has a pool of connections.");
        if (any) {
            Table table = new Table(
                    html,
                    "Pools",
                    "State",
                    "Target",
                    "Pool",
                    "#Active",
                    "#Waiting",
                    "#Longest wait",
                    "#Servers",
                    "#Idle",
                    "#Size",
                    "Advice");
            for (PoolRow row : dashboard.pools().rows()) {
                State state = State.of(row.rating());
                table.row(state)
                        .state(state, row.rating())
                        .name(row.target())
                        .name(row.pool())
                        .cell(Figures.count(row.clientsActive()))
                        .cell(Figures.count(row.clientsWaiting()))
                        .cell(Figures.seconds(row.maxWaitSeconds()))
                        .cell(Figures.count(row.serversActive()))
                        .cell(Figures.count(row.serversIdle()))
                        .cell(Figures.count(row.size()))
                        .prose(row.advice())
                        .endRow();
            }
            table.end();
        }
        Heading.close(html, dashboard.pools());
    }

    public static void vectors(Html html, Dashboard dashboard) {
        boolean any = Heading.open(
                html, "vectors", "Vector indexes", dashboard.vectorIndexes(), "No target has a vector index.");
        if (any) {
            Table table = new Table(
                    html,
                    "Vector indexes",
                    "State",
                    "Target",
                    "Index",
                    "Table",
                    "Method",
                    "#Size",
                    "#P50",
                    "#P99",
                    "#Recall",
                    "Trouble");
            for (VectorRow row : dashboard.vectorIndexes().rows()) {
                State state = state(row);
                table.row(state)
                        .state(state, state == State.GOOD ? "good" : state == State.QUIET ? "not measured" : "look")
                        .name(row.target() + "/" + row.database())
                        .name(row.index())
                        .name(row.table())
                        .cell(row.method())
                        .cell(Figures.bytes(row.sizeBytes()))
                        .cell(Figures.seconds(row.p50Seconds()))
                        .cell(Figures.seconds(row.p99Seconds()))
                        .cell(Figures.percent(row.recall()))
                        .prose(row.trouble())
                        .endRow();
            }
            table.end();
        }
        Heading.close(html, dashboard.vectorIndexes());
    }

    private static State state(VectorRow row) {
        Optional<Double> recall = row.recall();
        if (!row.trouble().isEmpty() || recall.orElse(1.0) < GOOD_RECALL) {
            return State.WARNING;
        }
        return recall.isEmpty() && row.p50Seconds().isEmpty() ? State.QUIET : State.GOOD;
    }
}
