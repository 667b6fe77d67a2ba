package io.dbvitals.demo.bench.system;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.Postgres;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** PostgreSQL with one database of many tables. */
final class WatchedPostgres implements Watched {
    private final Postgres server;
    private String description = "PostgreSQL";

    private WatchedPostgres(Postgres server) {
        this.server = server;
    }

    static WatchedPostgres start(Path binaries, Path folder) throws DemoException {
        return new WatchedPostgres(Postgres.start(binaries, folder));
    }

    @Override
    public void fill() throws DemoException {
        long statements = Tables.create(server);
        description = String.format(
                Locale.ROOT,
                "PostgreSQL %s with %d tables, %d indexes and %d entries in pg_stat_statements",
                server.version(),
                Tables.TABLES,
                2 * Tables.TABLES,
                statements);
    }

    @Override
    public Kind kind() {
        return Kind.POSTGRES;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public String target() {
        return "{url: \"" + server.url(Tables.DATABASE) + "?sslmode=disable\", user: " + Postgres.ROLE
                + ", password: \"" + server.password() + "\"}";
    }

    @Override
    public Launch peer(Path program, String version) {
        String url = server.url(Tables.DATABASE)
                        .replace("postgresql://", "postgresql://" + Postgres.ROLE + ":" + server.password() + "@")
                + "?sslmode=disable";
        return new Launch(List.of(program.toString(), "--web.listen-address="), Map.of("DATA_SOURCE_NAME", url));
    }

    @Override
    public double cpuMillis() throws DemoException {
        return ProcessCost.treeCpuMillis(server.pid());
    }

    @Override
    public void close() throws DemoException {
        server.close();
    }
}
