package io.dbvitals.guard.mysql;

import io.dbvitals.guard.session.GuardedServer.Means;
import io.dbvitals.guard.session.Session;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Control;
import java.util.List;

/**
 * MariaDB 10.6 and newer. Every statement of a server has a number of its own, {@code QUERY_ID}, and a compound statement looks and
 * ends in one.
 */
final class MariaDb implements Dialect {
    /** Comments that are run on some versions count as what is in them. */
    private static final String SESSIONS = """
            SELECT p.ID, p.USER, p.HOST, p.DB, p.COMMAND, p.TIME_MS / 1000, p.TIME_MS / 1000, p.STATE,
                   upper(regexp_substr(regexp_replace(left(p.INFO, 4000),
                       '^([[:space:]]|[(]|--[^\n]*\n|#[^\n]*\n|/[*]M?![0-9]*|/[*](?s:.*?)[*]/)+', ''), '^[A-Za-z]+')),
                   p.ID = connection_id(), p.USER = 'system user', :program,
                   concat(p.USER, '@', p.HOST), p.QUERY_ID,
                   cast(x.began AS char), timestampdiff(SECOND, x.began, now()), x.modified, x.state, x.isolation,
                   timestampdiff(SECOND, x.waits, now()),
                   coalesce(p.INFO LIKE 'SELECT /*!40001 SQL_NO_CACHE */%', 0), ''
              FROM information_schema.PROCESSLIST p
              LEFT JOIN (:trx) x ON x.id = p.ID""";

    /** Transactions of one thread are one. */
    static final String TRX = """
            SELECT t.trx_mysql_thread_id AS id, min(t.trx_started) AS began, max(t.trx_rows_modified) AS modified,
                   max(t.trx_state) AS state, max(t.trx_isolation_level + 0) AS isolation, min(t.trx_wait_started) AS waits
              FROM information_schema.INNODB_TRX t WHERE t.trx_mysql_thread_id > 0 GROUP BY t.trx_mysql_thread_id""";

    private static final String PROGRAM = """
            (SELECT a.ATTR_VALUE FROM performance_schema.session_connect_attrs a
              WHERE a.PROCESSLIST_ID = p.ID AND a.ATTR_NAME = 'program_name')""";

    /**
     * Transactions that have only read have the number 0 here, each of them: which one of several blocks is not known, and if there is
     * only one with locks on rows, it is that one.
     */
    private static final String ROW_WAITS = """
            SELECT r.trx_mysql_thread_id, b.trx_mysql_thread_id, timestampdiff(SECOND, r.trx_wait_started, now())
              FROM (SELECT DISTINCT requesting_trx_id, blocking_trx_id FROM information_schema.INNODB_LOCK_WAITS) w
              JOIN information_schema.INNODB_TRX r ON r.trx_id = w.requesting_trx_id
              JOIN information_schema.INNODB_TRX b ON b.trx_id = w.blocking_trx_id
             WHERE r.trx_state = 'LOCK WAIT' AND w.requesting_trx_id > 0
               AND (w.blocking_trx_id > 0
                    OR (b.trx_rows_locked > 0
                        AND 1 = (SELECT count(*) FROM information_schema.INNODB_TRX o
                                  WHERE o.trx_id = 0 AND o.trx_rows_locked > 0)))""";

    private static final String HERE = """
            SELECT concat(p.USER, '@', p.HOST), p.QUERY_ID, p.COMMAND
              FROM information_schema.PROCESSLIST p WHERE p.ID = ?""";

    /** SOFT: what would leave a table broken that has no transactions goes on to its end. */
    private static final String KILL = """
            BEGIN NOT ATOMIC
                IF EXISTS (SELECT 1 FROM information_schema.PROCESSLIST p
                            WHERE p.ID = ? AND p.ID <> connection_id() AND concat(p.USER, '@', p.HOST) = ?:at) THEN
                    KILL SOFT :what;
                    SELECT 1;
                ELSE
                    SELECT 0;
                END IF;
            END""";

    private static final String AT = " AND p.QUERY_ID = ? AND p.COMMAND = ?";

    @Override
    public String sessions(boolean attributes) {
        return SESSIONS.replace(":program", attributes ? PROGRAM : "''").replace(":trx", TRX);
    }

    @Override
    public String rowWaits() {
        return ROW_WAITS;
    }

    @Override
    public String here() {
        return HERE;
    }

    @Override
    public boolean kill(Control control, Session session, Means means) throws CollectException {
        Session.Identity seen = session.identity();
        long statement = Long.parseLong(seen.statement());
        String what = means == Means.CANCEL ? "QUERY ID " + statement : "CONNECTION " + session.id();
        boolean anywhere = means == Means.EVICT;
        return control.read(
                KILL.replace(":what", what).replace(":at", anywhere ? "" : AT),
                anywhere
                        ? List.of(session.id(), seen.backend())
                        : List.of(session.id(), seen.backend(), statement, seen.state()),
                rows -> rows.next() && rows.number(0) == 1);
    }

    /** As Amazon's RDS for MariaDB has it. */
    @Override
    public String managed(Session session, Means means) {
        return means == Means.CANCEL
                ? "CALL mysql.rds_kill_query_id("
                        + Long.parseLong(session.identity().statement()) + ")"
                : "CALL mysql.rds_kill(" + session.id() + ")";
    }

    @Override
    public String adminRight() {
        return "CONNECTION ADMIN";
    }
}
