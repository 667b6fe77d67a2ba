package io.dbvitals.grafana.boards;

import io.dbvitals.grafana.boards.database.MySqlBoard;
import io.dbvitals.grafana.boards.database.PgBouncerBoard;
import io.dbvitals.grafana.boards.database.PostgresBoard;
import io.dbvitals.grafana.boards.database.QueriesBoard;
import io.dbvitals.grafana.boards.database.RedisBoard;
import io.dbvitals.grafana.boards.database.ReplicationBoard;
import io.dbvitals.grafana.boards.database.VectorBoard;
import io.dbvitals.grafana.boards.estate.AlertsBoard;
import io.dbvitals.grafana.boards.estate.ApplicationBoard;
import io.dbvitals.grafana.boards.estate.CapacityBoard;
import io.dbvitals.grafana.boards.estate.FleetBoard;
import io.dbvitals.grafana.boards.estate.SloBoard;
import io.dbvitals.grafana.boards.estate.SystemBoard;
import io.dbvitals.grafana.model.Dashboard;
import java.util.List;

/** All dashboards. */
public final class Boards {
    private Boards() {}

    public static List<Dashboard> all() {
        return List.of(
                FleetBoard.dashboard(),
                PostgresBoard.dashboard(),
                QueriesBoard.dashboard(),
                ReplicationBoard.dashboard(),
                VectorBoard.dashboard(),
                RedisBoard.dashboard(),
                MySqlBoard.dashboard(),
                PgBouncerBoard.dashboard(),
                SystemBoard.dashboard(),
                ApplicationBoard.dashboard(),
                AlertsBoard.dashboard(),
                SloBoard.dashboard(),
                CapacityBoard.dashboard());
    }
}
