package io.dbvitals.guard.postgres;

import io.dbvitals.config.TargetConfig;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Control;
import io.dbvitals.sql.postgres.PostgresControl;
import java.time.Duration;
import java.util.List;

/**
 * Other databases by which a server is entered: those that nearly every server has. Sessions and limits are the whole server's, so any
 * will do when the target's own is shut or full.
 */
final class Ways {
    /** Nobody lives in it, so nobody is missed there when it alone stays open. */
    static final String QUIET = "template1";

    static final String USUAL = "postgres";

    /** Too many connections: to the database, of the role, or to the server. */
    private static final String FULL = "53300";

    private final TargetConfig.Postgres config;
    private final Duration timeout;

    private Ways(TargetConfig.Postgres config, Duration timeout) {
        this.config = config;
        this.timeout = timeout;
    }

    /** {@code timeout}: of each statement. */
    static Ways of(TargetConfig.Postgres config, Duration timeout) {
        return new Ways(config, timeout);
    }

    /** Opens a connection. */
    interface Opening {
        Control open() throws CollectException;
    }

    /** By the way meant, else around it. */
    Control around(Opening meant) throws CollectException {
        try {
            return meant.open();
        } catch (CollectException e) {
            if (!full(e)) {
                throw e;
            }
            // A session in template1 would keep databases from being created.
            for (String other : List.of(USUAL, QUIET)) {
                try {
                    return by(other);
                } catch (CollectException refused) {
                    e.addSuppressed(refused);
                }
            }
            throw e;
        }
    }

    /** Whether there is only no room at the moment. */
    static boolean full(CollectException e) {
        return e.code().equals(FULL);
    }

    /** By that database. */
    Control by(String database) throws CollectException {
        return PostgresControl.opener(config.at(config.host(), config.port(), database))
                .open(timeout);
    }
}
