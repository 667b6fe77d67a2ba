package io.dbvitals.migration;

import io.dbvitals.migration.state.Place;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.Rows;
import io.dbvitals.sql.SqlServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables of a MySQL or MariaDB server. {@code information_schema.tables} hides what we have no right to, so InnoDB is asked as well,
 * which names all of its tables to who has PROCESS.
 */
final class MySqlCatalogue implements Catalogue {
    /** Names only, so that the server need not open a table. */
    private static final String VISIBLE =
            "SELECT table_schema, table_name FROM information_schema.tables WHERE table_name IN (:names)";

    private static final String COLUMNS = """
            SELECT column_name FROM information_schema.columns
             WHERE table_schema = ':schema' AND table_name = ':table'""";
    private static final String STORED =
            "SELECT name FROM information_schema.:view WHERE lower(substring_index(name, '/', -1)) IN (:names)";

    /** How the server writes in file names what is neither letter nor digit. */
    private static final Pattern ENCODED = Pattern.compile("@([0-9a-f]{4})");

    private final SqlServer server;
    private final boolean mariaDb;

    MySqlCatalogue(SqlServer server, boolean mariaDb) {
        this.server = server;
        this.mariaDb = mariaDb;
    }

    @Override
    public List<Table> tables(String database, Set<String> names, Deadline deadline)
            throws CollectException, InterruptedException {
        // Liquibase writes its own in upper case, and the server may tell them apart.
        String list = names.stream()
                .sorted()
                .flatMap(name -> Stream.of(name, name.toUpperCase(Locale.ROOT)))
                .map(name -> "'" + name + "'")
                .collect(Collectors.joining(", "));
        Map<Place, Table> tables = new LinkedHashMap<>();
        for (Place place : read(VISIBLE.replace(":names", list), deadline, MySqlCatalogue::places)) {
            tables.put(place, new Table(place, true, columns(place, deadline)));
        }
        for (Place place : stored(list, deadline)) {
            tables.putIfAbsent(place, new Table(place, false, Set.of()));
        }
        return List.copyOf(tables.values());
    }

    private Set<String> columns(Place place, Deadline deadline) throws CollectException, InterruptedException {
        String sql = COLUMNS.replace(":schema", literal(place.schema())).replace(":table", literal(place.table()));
        return read(sql, deadline, rows -> {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.text(0).toLowerCase(Locale.ROOT));
            }
            return Set.copyOf(names);
        });
    }

    private List<Place> stored(String names, Deadline deadline) throws CollectException, InterruptedException {
        String view = mariaDb ? "innodb_sys_tables" : "innodb_tables";
        try {
            return read(STORED.replace(":view", view).replace(":names", names), deadline, rows -> {
                List<Place> places = new ArrayList<>();
                while (rows.next()) {
                    String[] parts = rows.text(0).split("/", 2);
                    places.add(new Place("", decoded(parts[0]), parts[1]));
                }
                return places;
            });
        } catch (CollectException e) {
            if (e.reason() == Reason.DENIED) {
                return List.of();
            }
            throw e;
        }
    }

    private static List<Place> places(Rows rows) throws CollectException {
        List<Place> places = new ArrayList<>();
        while (rows.next()) {
            places.add(new Place("", rows.text(0), rows.text(1)));
        }
        return places;
    }

    private <T> T read(String sql, Deadline deadline, SqlServer.RowReader<T> reader)
            throws CollectException, InterruptedException {
        return server.read(
                new SqlServer.Statement("migration tables", server.mainDatabase(), sql, MigrationTables.TIMEOUT, 0),
                deadline,
                reader);
    }

    @Override
    public String quoted(Place place) {
        return quoted(place.schema()) + "." + quoted(place.table());
    }

    @Override
    public String grant(Place place) {
        return "GRANT SELECT ON " + quoted(place) + " TO the monitoring user " + server.user();
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private static String literal(String name) {
        return name.replace("\\", "\\\\").replace("'", "''");
    }

    private static String decoded(String name) {
        return ENCODED.matcher(name)
                .replaceAll(
                        match -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(match.group(1), 16))));
    }
}
