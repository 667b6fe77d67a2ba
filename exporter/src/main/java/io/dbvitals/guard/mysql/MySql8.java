package io.dbvitals.guard.mysql;

import io.dbvitals.guard.session.GuardedServer.Means;
import io.dbvitals.guard.session.Session;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Control;

/**
 * MySQL 8.0 and newer, by {@code performance_schema}, which a look does not hold up. Its statements are known again by the number that
 * the thread gives them; KILL takes no condition, so the session is looked at at once before. How long a session has slept is counted
 * from the beginning of its last statement in some versions: the time that this one took is left out.
 */
final class MySql8 implements Dialect {
    private static final String SESSIONS = """
            SELECT t.PROCESSLIST_ID, t.PROCESSLIST_USER, t.PROCESSLIST_HOST, t.PROCESSLIST_DB, t.PROCESSLIST_COMMAND,
                   CASE WHEN s.EVENT_ID IS NULL THEN t.PROCESSLIST_TIME
                        WHEN s.END_EVENT_ID IS NULL THEN s.TIMER_WAIT / 1e12
                        ELSE greatest(0, t.PROCESSLIST_TIME - s.TIMER_WAIT / 1e12) END,
                   CASE WHEN s.END_EVENT_ID IS NULL THEN coalesce(s.TIMER_WAIT / 1e12, t.PROCESSLIST_TIME)
                        ELSE t.PROCESSLIST_TIME END,
                   t.PROCESSLIST_STATE,
                   upper(coalesce(substring_index(s.DIGEST_TEXT, ' ', 1),
                                  substring_index(substring_index(s.EVENT_NAME, '/', -1), '_', 1))),
                   t.PROCESSLIST_ID = connection_id(), t.TYPE <> 'FOREGROUND',
                   (SELECT a.ATTR_VALUE FROM performance_schema.session_connect_attrs a
                     WHERE a.PROCESSLIST_ID = t.PROCESSLIST_ID AND a.ATTR_NAME = 'program_name'),
                   concat(t.THREAD_ID, ' ', coalesce(t.PROCESSLIST_USER, ''), '@', coalesce(t.PROCESSLIST_HOST, '')),
                   CASE WHEN t.INSTRUMENTED = 'YES' AND EXISTS (
                                SELECT 1 FROM performance_schema.setup_consumers c
                                 WHERE c.NAME = 'events_statements_current' AND c.ENABLED = 'YES')
                        THEN coalesce(s.EVENT_ID, 0) END,
                   cast(x.began AS char), timestampdiff(SECOND, x.began, now()), x.modified, x.state, x.isolation,
                   timestampdiff(SECOND, x.waits, now()),
                   coalesce(t.PROCESSLIST_INFO LIKE 'SELECT /*!40001 SQL_NO_CACHE */%', 0), s.DIGEST
              FROM performance_schema.threads t
              LEFT JOIN performance_schema.events_statements_current s
                ON s.THREAD_ID = t.THREAD_ID AND s.NESTING_EVENT_LEVEL = 0
              LEFT JOIN (:trx) x ON x.id = t.PROCESSLIST_ID
             WHERE t.PROCESSLIST_ID IS NOT NULL""";

    /** In MySQL the level of isolation is a text. */
    private static final String TRX = MariaDb.TRX.replace(
            "max(t.trx_isolation_level + 0)",
            "max(field(t.trx_isolation_level, 'READ UNCOMMITTED', 'READ COMMITTED', 'REPEATABLE READ', 'SERIALIZABLE'))");

    private static final String ROW_WAITS = """
            SELECT DISTINCT r.PROCESSLIST_ID, coalesce(b.PROCESSLIST_ID, 0), timestampdiff(SECOND, x.trx_wait_started, now())
              FROM performance_schema.data_lock_waits w
              JOIN performance_schema.threads r ON r.THREAD_ID = w.REQUESTING_THREAD_ID
              LEFT JOIN performance_schema.threads b ON b.THREAD_ID = w.BLOCKING_THREAD_ID
              LEFT JOIN information_schema.INNODB_TRX x ON x.trx_id = w.REQUESTING_ENGINE_TRANSACTION_ID""";

    private static final String HERE = """
            SELECT concat(t.THREAD_ID, ' ', coalesce(t.PROCESSLIST_USER, ''), '@', coalesce(t.PROCESSLIST_HOST, '')),
                   coalesce(s.EVENT_ID, 0), t.PROCESSLIST_COMMAND
              FROM performance_schema.threads t
              LEFT JOIN performance_schema.events_statements_current s
                ON s.THREAD_ID = t.THREAD_ID AND s.NESTING_EVENT_LEVEL = 0
             WHERE t.PROCESSLIST_ID = ?""";

    @Override
    public String sessions(boolean attributes) {
        return SESSIONS.replace(":trx", TRX);
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
        There there = there(control, session);
        if (there != There.SAME && !(there == There.AT_ELSE && means == Means.EVICT)) {
            return false;
        }
        control.run((means == Means.CANCEL ? "KILL QUERY " : "KILL CONNECTION ") + session.id());
        return true;
    }

    /** As Amazon's RDS for MySQL has it. */
    @Override
    public String managed(Session session, Means means) {
        return "CALL mysql." + (means == Means.CANCEL ? "rds_kill_query" : "rds_kill") + "(" + session.id() + ")";
    }

    @Override
    public String adminRight() {
        return "CONNECTION_ADMIN";
    }
}
