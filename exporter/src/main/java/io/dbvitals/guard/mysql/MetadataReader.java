package io.dbvitals.guard.mysql;

import io.dbvitals.guard.mysql.MetadataLocks.Lock;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Control;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the locks on the definitions of tables: from {@code performance_schema.metadata_locks} where that is on (as in MySQL), else from
 * MariaDB's plugin {@code metadata_lock_info}, else not at all: it is then known who waits, but not for whom.
 */
final class MetadataReader {
    private static final String INSTRUMENT = """
            SELECT count(*) FROM performance_schema.setup_instruments
             WHERE NAME = 'wait/lock/metadata/sql/mdl' AND ENABLED = 'YES'""";

    /** FLUSH TABLES WITH READ LOCK and LOCK INSTANCE FOR BACKUP, and MariaDB's BACKUP STAGE, hold one that is shared on all there is. */
    private static final String SCHEMA = """
            SELECT t.PROCESSLIST_ID,
                   CASE WHEN m.OBJECT_TYPE IN ('GLOBAL', 'BACKUP', 'BACKUP LOCK', 'COMMIT') THEN 'GLOBAL'
                        ELSE concat_ws(char(0), m.OBJECT_TYPE, m.OBJECT_SCHEMA, m.OBJECT_NAME) END,
                   :mode, m.LOCK_STATUS = 'GRANTED'
              FROM performance_schema.metadata_locks m
              JOIN performance_schema.threads t ON t.THREAD_ID = m.OWNER_THREAD_ID
             WHERE m.LOCK_STATUS IN ('GRANTED', 'PENDING') AND t.PROCESSLIST_ID <> connection_id()""";

    private static final String MODE = """
            CASE WHEN :name REGEXP '^(MDL_)?BACKUP_(START|FLUSH|BLOCK_.*|WAIT_.*|FTWRL.*)$' THEN 'SHARED'
                 WHEN :name LIKE '%BACKUP%' THEN 'INTENTION_EXCLUSIVE'
                 ELSE replace(replace(:name, 'MDL_', ''), '_LOW_PRIO', '') END""";

    /**
     * The plugin shows what is held. What is waited for: by one that has begun to change a table, that table for itself; by one that
     * drops or renames, the tables that it names; by others, the tables that they name, as long as they are only read or written, which
     * no other reader or writer holds up.
     */
    private static final String PLUGIN = """
            SELECT l.THREAD_ID,
                   CASE WHEN l.LOCK_TYPE IN ('Backup lock', 'Global read lock') THEN 'GLOBAL'
                        ELSE concat_ws(char(0), l.LOCK_TYPE, l.TABLE_SCHEMA, l.TABLE_NAME) END,
                   :mode, 1
              FROM information_schema.METADATA_LOCK_INFO l WHERE l.THREAD_ID <> connection_id()
             UNION ALL
            SELECT p.ID, 'GLOBAL', 'INTENTION_EXCLUSIVE', 0 FROM information_schema.PROCESSLIST p
             WHERE p.STATE IN ('Waiting for backup lock', 'Waiting for global read lock')
             UNION ALL
            SELECT p.ID, concat_ws(char(0), l.LOCK_TYPE, l.TABLE_SCHEMA, l.TABLE_NAME), 'EXCLUSIVE', 0
              FROM information_schema.PROCESSLIST p JOIN information_schema.METADATA_LOCK_INFO l ON l.THREAD_ID = p.ID
             WHERE p.STATE = 'Waiting for table metadata lock' AND l.LOCK_TYPE = 'Table metadata lock'
               AND l.LOCK_MODE IN ('MDL_SHARED_UPGRADABLE', 'MDL_SHARED_NO_WRITE')
             UNION
            SELECT p.ID, concat_ws(char(0), l.LOCK_TYPE, l.TABLE_SCHEMA, l.TABLE_NAME),
                   CASE WHEN p.INFO REGEXP '^[[:space:]]*(DROP|TRUNCATE|RENAME)[[:space:]]' THEN 'EXCLUSIVE'
                        WHEN p.INFO REGEXP '^[[:space:]]*LOCK[[:space:]]' THEN 'SHARED_READ_ONLY'
                        WHEN p.INFO REGEXP '^[[:space:]]*(SELECT|WITH)[[:space:]]' THEN 'SHARED_READ'
                        ELSE 'SHARED_WRITE' END, 0
              FROM information_schema.PROCESSLIST p
              JOIN (SELECT DISTINCT LOCK_TYPE, TABLE_SCHEMA, TABLE_NAME FROM information_schema.METADATA_LOCK_INFO
                     WHERE LOCK_TYPE = 'Table metadata lock') l
                ON p.INFO REGEXP concat('(^|[^[:alnum:]_$])', char(92), 'Q', l.TABLE_NAME, char(92), 'E($|[^[:alnum:]_$])')
               AND (p.DB = l.TABLE_SCHEMA OR locate(l.TABLE_SCHEMA, p.INFO) > 0)
             WHERE p.STATE = 'Waiting for table metadata lock' AND locate(char(92), l.TABLE_NAME) = 0
               AND p.ID NOT IN (SELECT h.THREAD_ID FROM information_schema.METADATA_LOCK_INFO h
                                 WHERE h.LOCK_TYPE = 'Table metadata lock'
                                   AND h.LOCK_MODE IN ('MDL_SHARED_UPGRADABLE', 'MDL_SHARED_NO_WRITE'))""";

    private MetadataReader() {}

    /**
     * Reads them; both sources can be turned on at any time.
     *
     * @param schema whether {@code performance_schema} is there to be read
     * @param plugin whether the plugin is there
     */
    static MetadataLocks read(Control control, boolean schema, boolean plugin) throws CollectException {
        if (schema && control.read(INSTRUMENT, List.of(), rows -> rows.next() && rows.number(0) > 0)) {
            return locks(control, SCHEMA.replace(":mode", MODE.replace(":name", "m.LOCK_TYPE")));
        }
        return plugin
                ? locks(control, PLUGIN.replace(":mode", MODE.replace(":name", "l.LOCK_MODE")))
                : new MetadataLocks(List.of());
    }

    private static MetadataLocks locks(Control control, String sql) throws CollectException {
        return control.read(sql, List.of(), rows -> {
            Set<Lock> locks = new HashSet<>();
            while (rows.next()) {
                locks.add(new Lock((long) rows.number(0), rows.text(1), rows.text(2), rows.number(3) == 1));
            }
            return new MetadataLocks(new ArrayList<>(locks));
        });
    }
}
