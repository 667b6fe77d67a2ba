package io.dbvitals.migration;

import io.dbvitals.migration.state.Place;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.SqlServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The tables of a PostgreSQL database, from {@code pg_class}, which shows those too that may not be read. */
final class PostgresCatalogue implements Catalogue {
    /** The names come from this program, and hold nothing that would need quoting. */
    private static final String SQL = """
            SELECT n.nspname, c.relname,
                   pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT'),
                   (SELECT pg_catalog.string_agg(a.attname::pg_catalog.text, ' ') FROM pg_catalog.pg_attribute a
                     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p', 'v', 'f') AND c.relpersistence <> 't' AND c.relname IN (:names)
             ORDER BY n.nspname, c.relname""";

    private final SqlServer server;

    PostgresCatalogue(SqlServer server) {
        this.server = server;
    }

    @Override
    public List<Table> tables(String database, Set<String> names, Deadline deadline)
            throws CollectException, InterruptedException {
        String list = names.stream().sorted().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
        SqlServer.Statement statement = new SqlServer.Statement(
                "migration tables", database, SQL.replace(":names", list), MigrationTables.TIMEOUT, 0);
        return server.read(statement, deadline, rows -> {
            List<Table> tables = new ArrayList<>();
            while (rows.next()) {
                Place place = new Place(database, rows.text(0), rows.text(1));
                tables.add(new Table(
                        place, rows.number(2) == 1, Set.of(rows.text(3).split(" "))));
            }
            return tables;
        });
    }

    @Override
    public String quoted(Place place) {
        return quoted(place.schema()) + "." + quoted(place.table());
    }

    @Override
    public String grant(Place place) {
        String user = quoted(server.user());
        return "in " + place.database() + " GRANT USAGE ON SCHEMA " + quoted(place.schema()) + " TO " + user
                + "; GRANT SELECT ON " + quoted(place) + " TO " + user;
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
