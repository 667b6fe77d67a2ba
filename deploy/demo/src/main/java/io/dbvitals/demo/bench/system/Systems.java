package io.dbvitals.demo.bench.system;

import io.dbvitals.demo.DemoException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** The systems of one run; stopped when closed. */
public final class Systems implements AutoCloseable {
    private final Place place;
    // A signal's thread may close what another one starts.
    private final List<Watched> running = new CopyOnWriteArrayList<>();

    public Systems(Place place) {
        this.place = place;
    }

    /**
     * Where the programs of servers are, and where they may write.
     *
     * @param binaries folder into which PostgreSQL is unpacked
     * @param folder for all else; removed by the caller
     * @param servers programs that are installed, by their names: mariadbd, mariadb-install-db, pgbouncer
     */
    public record Place(Path binaries, Path folder, Map<String, Path> servers) {
        public Place {
            servers = Map.copyOf(servers);
        }

        /** The name of a program that this kind needs and that is not installed; there is none for the host. */
        public Optional<String> lacks(Kind kind) {
            List<String> needed = switch (kind) {
                case MYSQL -> List.of("mariadbd", "mariadb-install-db");
                case PGBOUNCER -> List.of("pgbouncer");
                case POSTGRES, REDIS, HOST -> List.of();
            };
            return needed.stream().filter(name -> !servers.containsKey(name)).findFirst();
        }

        private Path server(String name) throws DemoException {
            Path program = servers.get(name);
            if (program == null) {
                throw new DemoException(name + " is not installed");
            }
            return program;
        }
    }

    /** Starts systems of these kinds, then fills them. */
    public void start(Set<Kind> kinds) throws DemoException, InterruptedException {
        for (Kind kind : Kind.values()) {
            if (kinds.contains(kind)) {
                running.add(start(kind));
            }
        }
        for (Watched system : running) {
            system.fill();
        }
    }

    private Watched start(Kind kind) throws DemoException, InterruptedException {
        Path folder = place.folder().resolve(kind.key());
        return switch (kind) {
            case POSTGRES -> WatchedPostgres.start(place.binaries(), folder);
            case REDIS -> WatchedRedis.start(folder);
            case MYSQL -> WatchedMySql.start(place.server("mariadbd"), place.server("mariadb-install-db"), folder);
            case PGBOUNCER -> WatchedPgBouncer.start(place.server("pgbouncer"), folder);
            case HOST -> new WatchedHost();
        };
    }

    public List<Watched> all() {
        return List.copyOf(running);
    }

    /** CPU time in milliseconds that some of the systems have used. */
    public static double cpuMillis(Collection<Watched> systems) throws DemoException {
        double millis = 0;
        for (Watched system : systems) {
            millis += system.cpuMillis();
        }
        return millis;
    }

    @Override
    public void close() throws DemoException {
        List<String> failures = new ArrayList<>();
        for (Watched system : running) {
            try {
                system.close();
            } catch (DemoException e) {
                failures.add(e.getMessage());
            }
        }
        if (!failures.isEmpty()) {
            throw new DemoException(String.join("; ", failures));
        }
    }
}
