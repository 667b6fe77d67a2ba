package io.dbvitals.sql.postgres;

import io.dbvitals.config.TargetConfig;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.scrape.login.AuthenticationPause;
import io.dbvitals.sql.DatabaseFacts;
import io.dbvitals.sql.Engine;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.TransactionServer;
import io.dbvitals.sql.jdbc.PooledReads;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A PostgreSQL server, read through the JDBC driver. */
public final class PostgresServer implements TransactionServer {
    /** Version from {@code server_version_num}: the text of {@code server_version} may carry the packager's own additions. */
    private static final String FACTS = """
            SELECT pg_catalog.current_setting('server_version_num')::pg_catalog.int4 AS version,
                   pg_catalog.pg_is_in_recovery() AS replica,
                   pg_catalog.pg_postmaster_start_time() AS started,
                   d.datname AS database
              FROM pg_catalog.pg_database d
             WHERE d.datallowconn AND NOT d.datistemplate
               AND pg_catalog.has_database_privilege(d.oid, 'CONNECT')
             ORDER BY d.datname""";

    private static final String DATABASE_FACTS = """
            SELECT 'extension' AS kind, extname::pg_catalog.text AS name, extversion::pg_catalog.text AS value
              FROM pg_catalog.pg_extension
            UNION ALL SELECT 'schema', nspname::pg_catalog.text, '' FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_(temp|toast)'
            UNION ALL SELECT 'setting', name, setting FROM pg_catalog.pg_settings""";

    private static final Duration FACTS_TIMEOUT = Duration.ofSeconds(2);

    private final TargetConfig.Postgres config;
    private final PooledReads sessions;
    private final Set<PostgresSession> inTransaction = ConcurrentHashMap.newKeySet();

    public PostgresServer(TargetConfig.Postgres config) {
        this.config = config;
        PostgresConnector connector = new PostgresConnector(config, new AuthenticationPause(System::nanoTime));
        this.sessions =
                new PooledReads(config.server(), config.maxConnections(), PostgresErrors.INSTANCE, connector::open);
    }

    @Override
    public String address() {
        return config.server();
    }

    @Override
    public int maxConnections() {
        return config.maxConnections();
    }

    @Override
    public int openConnections() {
        return sessions.open();
    }

    @Override
    public String mainDatabase() {
        return config.database();
    }

    @Override
    public String user() {
        return config.user();
    }

    @Override
    public ServerFacts facts(Deadline deadline) throws CollectException, InterruptedException {
        Statement statement = new Statement("server facts", mainDatabase(), FACTS, FACTS_TIMEOUT, 0);
        // Asked before all else, so this is where a connection shows that died without a sign, as behind a firewall.
        return sessions.use(
                statement,
                deadline,
                true,
                (session, timeout) -> session.read(statement, timeout, rows -> {
                    String version = "";
                    boolean replica = false;
                    Instant started = Instant.EPOCH;
                    List<String> databases = new ArrayList<>();
                    while (rows.next()) {
                        int number = (int) rows.number(0);
                        version = number / 10_000 + "." + number % 10_000;
                        replica = rows.number(1) == 1;
                        started = Instant.ofEpochSecond((long) rows.number(2));
                        databases.add(rows.text(3));
                    }
                    if (databases.isEmpty()) {
                        throw new CollectException(
                                Reason.DENIED, "no database of " + address() + " may be connected to");
                    }
                    return new ServerFacts(Engine.POSTGRES, version, replica, started, databases);
                }));
    }

    @Override
    public DatabaseFacts databaseFacts(String database, Deadline deadline)
            throws CollectException, InterruptedException {
        Statement statement = new Statement("database facts", database, DATABASE_FACTS, FACTS_TIMEOUT, 0);
        return read(statement, deadline, rows -> {
            Map<String, String> extensions = new HashMap<>();
            Map<String, String> settings = new HashMap<>();
            Set<String> schemas = new HashSet<>();
            while (rows.next()) {
                switch (rows.text(0)) {
                    case "extension" -> extensions.put(rows.text(1), rows.text(2));
                    case "schema" -> schemas.add(rows.text(1));
                    default -> settings.put(rows.text(1), rows.text(2));
                }
            }
            return new DatabaseFacts(extensions, schemas, settings);
        });
    }

    @Override
    public <T> T read(Statement statement, Deadline deadline, RowReader<T> reader)
            throws CollectException, InterruptedException {
        return sessions.read(statement, deadline, reader);
    }

    @Override
    public <T> T inTransaction(Frame frame, Deadline deadline, Work<T> work)
            throws CollectException, InterruptedException {
        // The pool looks at name, database and timeout; the statements come one by one.
        Statement first = new Statement(frame.name(), frame.database(), "", frame.timeout(), 0);
        return sessions.use(
                first,
                deadline,
                false,
                (session, timeout) -> inTransaction((PostgresSession) session, frame, timeout, work));
    }

    private <T> T inTransaction(PostgresSession session, Frame frame, Duration timeout, Work<T> work)
            throws SQLException, CollectException {
        inTransaction.add(session);
        try {
            return session.inTransaction(frame, timeout, address(), work);
        } finally {
            inTransaction.remove(session);
        }
    }

    @Override
    public void cancelTransactions() {
        inTransaction.forEach(PostgresSession::cancel);
    }

    @Override
    public void closeIdle() {
        sessions.closeIdle();
    }

    @Override
    public void reopen() {
        sessions.reopen();
    }

    @Override
    public void check(Statement statement, Deadline deadline) throws CollectException, InterruptedException {
        sessions.check(statement, deadline);
    }

    @Override
    public void close() {
        sessions.close();
    }
}
