package io.dbvitals.sql.postgres;

import io.dbvitals.config.TargetConfig;
import io.dbvitals.scrape.login.AuthenticationPause;
import io.dbvitals.sql.Control;
import io.dbvitals.sql.jdbc.JdbcControl;
import java.sql.Connection;

/** Connections that tell a PostgreSQL server what to do. */
public final class PostgresControl {
    private PostgresControl() {}

    /** Connections to the database of that target. */
    public static Control.Opener opener(TargetConfig.Postgres config) {
        PostgresConnector connector = new PostgresConnector(config, new AuthenticationPause(System::nanoTime));
        String what = "guard on " + config.server();
        return timeout -> {
            Connection connection = connector.writable(timeout);
            return JdbcControl.of(
                    connection,
                    what,
                    timeout,
                    PostgresErrors.INSTANCE,
                    new PostgresTransaction(connection, what)::read);
        };
    }
}
