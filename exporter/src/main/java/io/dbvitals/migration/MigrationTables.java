package io.dbvitals.migration;

import io.dbvitals.migration.state.MigrationState;
import io.dbvitals.migration.state.Place;
import io.dbvitals.migration.tool.AllTools;
import io.dbvitals.migration.tool.Tables;
import io.dbvitals.migration.tool.ToolTables;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.Engine;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the tables of migration tools in the schemas of a server, and reads them. Needs SELECT on them and nothing else; what it may not
 * read is named together with the right that is missing.
 */
public final class MigrationTables {
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final Set<String> NAMES = AllTools.LIST.stream()
            .flatMap(tool -> Stream.concat(Stream.of(tool.table()), tool.second().stream()))
            .collect(Collectors.toUnmodifiableSet());

    private final SqlServer server;
    private final Catalogue catalogue;

    /** Does no I/O. */
    public MigrationTables(SqlServer server, Engine engine) {
        this.server = server;
        this.catalogue = engine == Engine.POSTGRES
                ? new PostgresCatalogue(server)
                : new MySqlCatalogue(server, engine == Engine.MARIADB);
    }

    /**
     * Reads those of some databases, in every schema.
     *
     * @param databases of PostgreSQL; on MySQL, where one connection sees all of them, one is enough
     * @param wanted which of the tables
     */
    public Found read(List<String> databases, Predicate<Place> wanted, Deadline deadline)
            throws CollectException, InterruptedException {
        Found found = new Found(List.of(), List.of());
        for (String database : databases) {
            List<Catalogue.Table> tables = catalogue.tables(database, NAMES, deadline).stream()
                    .filter(table -> wanted.test(table.place()))
                    .toList();
            found = found.and(read(database, tables, deadline));
        }
        return found;
    }

    private Found read(String database, List<Catalogue.Table> tables, Deadline deadline) throws InterruptedException {
        Map<String, Catalogue.Table> byName = new HashMap<>();
        tables.forEach(table -> byName.put(key(table.place().schema(), table.name()), table));
        Tables reads = new Tables() {
            @Override
            public <T> T read(Place place, String sql, SqlServer.RowReader<T> reader)
                    throws CollectException, InterruptedException {
                return server.read(
                        new SqlServer.Statement(
                                "migrations", database, sql.replace(":table", catalogue.quoted(place)), TIMEOUT, 0),
                        deadline,
                        reader);
            }
        };
        List<MigrationState> states = new ArrayList<>();
        List<Unread> unread = new ArrayList<>();
        for (Catalogue.Table table : tables) {
            for (ToolTables tool : AllTools.LIST) {
                if (tool.table().equals(table.name()) && tool.owns(table.columns())) {
                    Optional<Catalogue.Table> second = tool.second()
                            .map(name -> byName.get(key(table.place().schema(), name)));
                    read(tool, table, second, reads, states, unread);
                }
            }
            if (!table.readable()) {
                unread.add(denied(table.place()));
            }
        }
        return new Found(states, unread);
    }

    private void read(
            ToolTables tool,
            Catalogue.Table table,
            Optional<Catalogue.Table> second,
            Tables reads,
            List<MigrationState> states,
            List<Unread> unread)
            throws InterruptedException {
        // Asking for what is known to be refused would only fill the server's log.
        if (!table.readable() || second.filter(each -> !each.readable()).isPresent()) {
            return;
        }
        try {
            states.add(tool.read(table.place(), second.map(Catalogue.Table::place), reads));
        } catch (CollectException e) {
            unread.add(
                    e.reason() == Reason.DENIED
                            ? denied(table.place())
                            : new Unread(table.place(), String.valueOf(e.getMessage()), false));
        }
    }

    private Unread denied(Place place) {
        return new Unread(place, "it may not be read: " + catalogue.grant(place), true);
    }

    private static String key(String schema, String table) {
        return schema + "\n" + table;
    }
}
