package io.dbvitals.sql.mysql;

import io.dbvitals.config.MySqlConfig;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.login.AuthenticationPause;
import io.dbvitals.sql.DatabaseFacts;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.jdbc.PooledReads;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A MySQL or MariaDB server, read through MariaDB's JDBC driver, which speaks to both. */
public final class MySqlServer implements SqlServer {
    private static final String PLUGINS =
            "SELECT plugin_name, plugin_version FROM information_schema.plugins WHERE plugin_status = 'ACTIVE'";
    private static final String SCHEMATA = "SELECT schema_name FROM information_schema.schemata";
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final MySqlConfig config;
    private final PooledReads sessions;
    private final FactsReader facts;
    private final Refusals refusals = new Refusals(System::nanoTime);

    public MySqlServer(MySqlConfig config) {
        this.config = config;
        MySqlConnector connector = new MySqlConnector(config, new AuthenticationPause(System::nanoTime));
        this.sessions =
                new PooledReads(config.address(), config.maxConnections(), MySqlErrors.INSTANCE, connector::open);
        this.facts = new FactsReader(config.database());
    }

    @Override
    public String address() {
        return config.address();
    }

    @Override
    public int maxConnections() {
        return config.maxConnections();
    }

    @Override
    public int openConnections() {
        return sessions.open();
    }

    /** The database of the url; the empty text where it names none. */
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
        Statement first = new Statement("server facts", mainDatabase(), "", TIMEOUT, 0);
        // Asked before all else, so this is where a connection shows that died without a sign, as behind a firewall.
        return sessions.use(first, deadline, true, facts::read);
    }

    /** {@code extensions} are the active plugins, {@code settings} the global variables, both in lower case; {@code schemas} the databases. */
    @Override
    public DatabaseFacts databaseFacts(String database, Deadline deadline)
            throws CollectException, InterruptedException {
        Map<String, String> plugins = pairs("plugins", PLUGINS, deadline);
        Map<String, String> variables = pairs("variables", "SHOW GLOBAL VARIABLES", deadline);
        Set<String> schemas = read(statement("databases", SCHEMATA), deadline, rows -> {
            Set<String> names = new HashSet<>();
            while (rows.next()) {
                names.add(rows.text(0));
            }
            return names;
        });
        return new DatabaseFacts(plugins, schemas, variables);
    }

    private Map<String, String> pairs(String name, String sql, Deadline deadline)
            throws CollectException, InterruptedException {
        return read(statement(name, sql), deadline, rows -> {
            Map<String, String> pairs = new HashMap<>();
            while (rows.next()) {
                pairs.put(rows.text(0).toLowerCase(Locale.ROOT), rows.text(1));
            }
            return pairs;
        });
    }

    private Statement statement(String name, String sql) {
        return new Statement(name, mainDatabase(), sql, TIMEOUT, 0);
    }

    @Override
    public <T> T read(Statement statement, Deadline deadline, RowReader<T> reader)
            throws CollectException, InterruptedException {
        refusals.check(statement.sql());
        try {
            return sessions.read(statement, deadline, reader);
        } catch (CollectException e) {
            refusals.note(statement.sql(), e);
            throw e;
        }
    }

    @Override
    public void check(Statement statement, Deadline deadline) throws CollectException, InterruptedException {
        sessions.check(statement, deadline);
    }

    @Override
    public void reopen() {
        sessions.reopen();
    }

    @Override
    public void close() {
        sessions.close();
    }
}
