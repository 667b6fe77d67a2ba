package io.dbvitals.app.guard.server;

import io.dbvitals.config.Config;
import io.dbvitals.config.load.ConfigLoader;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.guard.emergency.Emergency;
import io.dbvitals.guard.emergency.Fences;
import io.dbvitals.guard.rule.Protection;
import io.dbvitals.testing.TestFolder;
import io.dbvitals.testing.TestPgBouncer;
import io.dbvitals.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A shop whose clients come through a PgBouncer, two of whose databases lead to it; a third leads to another. */
final class PooledShop implements AutoCloseable {
    final TestServer server;
    final TestPgBouncer bouncer;
    final Path folder;
    final Path file;

    private PooledShop(TestServer server, TestPgBouncer bouncer, String consoleUser) throws Exception {
        this.server = server;
        this.bouncer = bouncer;
        this.folder = TestFolder.create("dbvitals-pooled-");
        this.file = Files.writeString(folder.resolve("dbvitals.yaml"), """
                targets:
                  - name: primary
                    postgres: {url: %s, user: dbvitals, password: %s}
                  - name: pool
                    pgbouncer: {url: postgresql://127.0.0.1:%d/pgbouncer, user: %s, password: %s}
                guard: {audit_file: %s, fence: pgbouncer}
                """.formatted(
                        server.url("postgres"),
                        TestServer.PASSWORD,
                        bouncer.port(),
                        consoleUser,
                        TestPgBouncer.PASSWORD,
                        folder.resolve("guard-audit.jsonl")));
    }

    /** {@code consoleUser}: {@code admin}, or {@code stats}, who may only read. */
    static PooledShop start(String consoleUser) throws Exception {
        TestServer server = TestServer.start(17);
        server.execute(
                "CREATE ROLE app LOGIN PASSWORD 'app'",
                "CREATE DATABASE shop",
                "CREATE DATABASE reports",
                "GRANT pg_signal_backend TO dbvitals");
        TestPgBouncer bouncer = TestPgBouncer.start(
                Map.of(
                        "shop", TestPgBouncer.behind(server, "shop", "app"),
                        "shop-too", TestPgBouncer.behind(server, "shop", "app"),
                        "reports", TestPgBouncer.behind(server, "reports", "app")),
                "scram-sha-256",
                Map.of("default_pool_size", "4"));
        return new PooledShop(server, bouncer, consoleUser);
    }

    Config config() throws Exception {
        return ConfigLoader.of(Map.of(), List.of()).load(file);
    }

    static AuditLog log(Config config) {
        return new AuditLog(config.guard().auditFile(), Clock.systemUTC());
    }

    static Path fence(Config config) {
        return Fences.file(config.guard().auditFile());
    }

    static Emergency emergency(Config config) {
        return new Emergency(
                new Protection(config.guard().protect()), log(config), fence(config), Duration.ofSeconds(60));
    }

    static Guarded primary(Config config) {
        return Guarded.of(config, List.of("primary")).get(0);
    }

    /** Name and state of each of the pooler's databases, by name. */
    static List<String> states(Gates gates) throws Exception {
        return gates.pools().get("pool").look().stream()
                .map(door -> door.name() + " " + door.state())
                .sorted()
                .toList();
    }

    int sessions() {
        return Integer.parseInt(
                server.ask("SELECT count(*) FROM pg_stat_activity WHERE usename = 'app' AND datname = 'shop'"));
    }

    @Override
    public void close() {
        bouncer.close();
        server.close();
    }
}
