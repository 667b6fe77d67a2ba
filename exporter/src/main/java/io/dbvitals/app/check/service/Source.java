package io.dbvitals.app.check.service;

import java.util.List;

/** Where the values of a service come from. */
public sealed interface Source {
    /** The kinds of targets that have it. */
    List<String> kinds();

    /**
     * A statement on PostgreSQL. Columns are found by their names: {@code label} and {@code value}; where they are there, {@code max}
     * (the largest possible value), {@code counts} (whether a threshold without a label is meant for it), {@code unit} (another than
     * the service's: {@code s}, {@code B}, {@code %} or {@code c}), {@code alarm} (a state whatever the value: {@code unknown}, {@code
     * warning} or {@code critical}) and {@code note}.
     *
     * @param variants the first of which the version is high enough for is run
     * @param eachDatabase whether it is run in each database of the target
     * @param sessions whether it reads what only pg_read_all_stats sees of others
     * @param extension whose schema stands in place of {@code {schema}}; may be empty
     */
    record Sql(List<Variant> variants, boolean eachDatabase, boolean sessions, String extension) implements Source {
        public Sql {
            variants = List.copyOf(variants);
        }

        @Override
        public List<String> kinds() {
            return List.of("postgres");
        }
    }

    /** A text for servers from that major version on. */
    record Variant(int since, String text) {}

    /** A column of {@code SHOW POOLS}, by database and user. */
    record Pools(String column) implements Source {
        @Override
        public List<String> kinds() {
            return List.of("pgbouncer");
        }
    }

    /** Clients of a PgBouncer, of {@code max_client_conn}. */
    record PoolerClients() implements Source {
        @Override
        public List<String> kinds() {
            return List.of("pgbouncer");
        }
    }

    /** What a server says of itself. */
    enum Fact implements Source {
        /** Seconds until it has answered, with the connection. */
        CONNECTION,
        /** Seconds that one statement takes. */
        RUNTIME,
        /** Seconds. */
        UPTIME,
        /** 1 where it follows no other server, 0 where it does. */
        PRIMARY,
        REPLICA;

        @Override
        public List<String> kinds() {
            return this == CONNECTION
                    ? List.of("postgres", "mysql", "pgbouncer", "redis")
                    : List.of("postgres", "mysql");
        }
    }
}
