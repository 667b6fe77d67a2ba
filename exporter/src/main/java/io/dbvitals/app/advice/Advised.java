package io.dbvitals.app.advice;

import io.dbvitals.advice.StatementSource;
import io.dbvitals.advice.mysql.MySqlStatements;
import io.dbvitals.advice.postgres.PostgresStatements;
import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.mysql.MySqlServer;
import io.dbvitals.sql.postgres.PostgresServer;
import java.time.Duration;
import java.util.Optional;

/** A target whose statements are counted, and the connection that is used for nothing else. */
record Advised(StatementSource source, SqlServer server) implements AutoCloseable {
    private static final String APPLICATION = "dbvitals-advice";

    /** Empty for targets that count no statements. Connects to nothing yet. */
    static Optional<Advised> of(TargetConfig target, Duration unusedAfter) {
        if (target.source() instanceof TargetConfig.Postgres postgres) {
            PostgresServer server = new PostgresServer(postgres.apart(1, APPLICATION));
            return Optional.of(
                    new Advised(PostgresStatements.of(server, postgres.databases()::of, unusedAfter), server));
        }
        if (target.source() instanceof MySqlConfig mysql) {
            MySqlServer server = new MySqlServer(mysql.apart(1));
            return Optional.of(new Advised(MySqlStatements.of(server, unusedAfter), server));
        }
        return Optional.empty();
    }

    /** The statements of a target, over connections that somebody else closes; empty for targets that count none. */
    static Optional<StatementSource> over(SqlServer server, TargetConfig target, Duration unusedAfter) {
        if (target.source() instanceof TargetConfig.Postgres postgres && server instanceof PostgresServer same) {
            return Optional.of(PostgresStatements.of(same, postgres.databases()::of, unusedAfter));
        }
        return target.source() instanceof MySqlConfig
                ? Optional.of(MySqlStatements.of(server, unusedAfter))
                : Optional.empty();
    }

    /** Whether such a target counts statements. */
    static boolean counts(TargetConfig target) {
        return target.source() instanceof TargetConfig.Postgres || target.source() instanceof MySqlConfig;
    }

    @Override
    public void close() {
        server.close();
    }
}
