package io.dbvitals.app.health.vitals;

import io.dbvitals.app.health.figures.Change;
import io.dbvitals.app.health.figures.Draft;
import io.dbvitals.app.health.figures.Figures;
import io.dbvitals.app.health.figures.Limits;
import io.dbvitals.app.health.figures.Window;
import io.dbvitals.health.score.Bounds;
import io.dbvitals.health.score.Unit;
import io.dbvitals.health.score.Vital;
import io.dbvitals.redis.model.Info;
import io.dbvitals.redis.wire.BrokenLink;
import io.dbvitals.redis.wire.Command;
import io.dbvitals.redis.wire.Connector;
import io.dbvitals.redis.wire.Link;
import io.dbvitals.redis.wire.Reply;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The components of a Redis or Valkey server, from {@code INFO}; over one connection that is kept. */
final class RedisVitals implements Vitals {
    private static final Command PING = Command.of("PING");
    private static final Command INFO = Command.of("INFO");
    private static final Set<String> COUNTERS = Set.of("rejected_connections", "evicted_keys");

    private static final int MEMORY = 25;
    private static final int CONNECTIONS = 15;
    private static final int REPLICATION = 20;
    private static final int PERSISTENCE = 15;
    private static final int EVICTIONS = 10;

    private final Connector connector;
    private final String address;
    private final Limits limits;
    private final Window window = new Window(System::nanoTime);
    private Optional<Link> link = Optional.empty();

    RedisVitals(Connector connector, String address, Limits limits) {
        this.connector = connector;
        this.address = address;
        this.limits = limits;
    }

    @Override
    public synchronized Reading read(Deadline deadline) throws CollectException {
        boolean kept = link.isPresent();
        try {
            return ask(deadline);
        } catch (BrokenLink e) {
            close();
            if (kept && !e.silent()) {
                // Of a connection that was idle nothing follows about the server.
                return fresh(deadline);
            }
            throw broken(e);
        }
    }

    private Reading fresh(Deadline deadline) throws CollectException {
        try {
            return ask(deadline);
        } catch (BrokenLink e) {
            close();
            throw broken(e);
        }
    }

    private CollectException broken(BrokenLink e) {
        return new CollectException(
                e.silent() ? Reason.TIMEOUT : Reason.UNREACHABLE, address + " does not answer: " + e.getMessage(), e);
    }

    private Reading ask(Deadline deadline) throws CollectException, BrokenLink {
        if (link.isEmpty()) {
            link = Optional.of(connector.open(deadline));
        }
        long begin = System.nanoTime();
        Reply pong = reply(PING, deadline);
        Duration response = Duration.ofNanos(System.nanoTime() - begin);
        if (pong instanceof Reply.Failure failure) {
            throw new CollectException(
                    failure.lasting() ? Reason.DENIED : Reason.UNREACHABLE, address + " said: " + failure.message());
        }
        Reply reply = reply(INFO, deadline);
        if (reply instanceof Reply.Failure failure) {
            return new Reading("Redis", "", response, unknown("the server refuses INFO: " + failure.message()));
        }
        Info info = Info.parse(reply.string());
        boolean valkey = info.has("valkey_version");
        String product = (valkey ? "Valkey " : "Redis ") + info.text(valkey ? "valkey_version" : "redis_version");
        String role = info.sentinel() ? "" : info.replica() ? "replica" : "primary";
        return new Reading(product, role, response, vitals(info));
    }

    private Reply reply(Command command, Deadline deadline) throws BrokenLink {
        return link.orElseThrow()
                .ask(List.of(command), deadline.remaining())
                .getOrDefault(command, new Reply.Nothing());
    }

    private List<Vital> vitals(Info info) {
        Map<String, Double> by = new HashMap<>();
        for (String field : List.of(
                "used_memory",
                "maxmemory",
                "connected_clients",
                "maxclients",
                "rejected_connections",
                "evicted_keys",
                "master_last_io_seconds_ago")) {
            double value = info.number(field);
            if (!Double.isNaN(value)) {
                by.put(field, value);
            }
        }
        Figures figures = new Figures(by);
        Optional<Change> change = window.add(figures.counters(COUNTERS));
        return List.of(
                new Draft("memory", MEMORY)
                        .may(
                                "memory in use, of maxmemory",
                                figures.ratio("used_memory", "maxmemory"),
                                Unit.RATIO,
                                limits.of("memory_used_ratio", new Bounds(0.7, 0.85, 0.95)))
                        .vital("not applicable: maxmemory is not set"),
                new Draft("connections", CONNECTIONS)
                        .may(
                                "connections in use",
                                figures.ratio("connected_clients", "maxclients"),
                                Unit.RATIO,
                                limits.of("connections_used_ratio", new Bounds(0.5, 0.8, 0.95)))
                        .may(
                                "connections refused",
                                change.flatMap(each -> each.perSecond("rejected_connections")),
                                Unit.PER_SECOND,
                                new Bounds(0, 0.1, 1))
                        .vital(Draft.NEEDS_WINDOW),
                replication(info, figures),
                new Draft("persistence", PERSISTENCE)
                        .may("loading its data", flag(info, "loading", "1"), Unit.COUNT, new Bounds(0, 0.5, 1))
                        .may("failed saves", failures(info), Unit.COUNT, Bounds.warningAt(1))
                        .vital("not applicable: it keeps no data"),
                new Draft("evictions", EVICTIONS)
                        .may(
                                "keys evicted",
                                change.flatMap(each -> each.perSecond("evicted_keys")),
                                Unit.PER_SECOND,
                                limits.of("evictions_per_second", new Bounds(0, 100, 10_000)))
                        .vital(Draft.NEEDS_WINDOW));
    }

    private static Vital replication(Info info, Figures figures) {
        if (!info.replica()) {
            return Vital.notApplicable("replication", REPLICATION, "not applicable: it follows no other server");
        }
        double down = info.text("master_link_status").equals("up") ? 0 : 1;
        return new Draft("replication", REPLICATION)
                .needs("link to the primary down", Optional.of(down), Unit.COUNT, new Bounds(0, 0.5, 1))
                .may(
                        "silence of the primary",
                        figures.of("master_last_io_seconds_ago").filter(seconds -> seconds >= 0),
                        Unit.SECONDS,
                        new Bounds(15, 30, 120))
                .vital();
    }

    private static Optional<Double> failures(Info info) {
        List<String> states = Stream.of("rdb_last_bgsave_status", "aof_last_write_status", "aof_last_bgrewrite_status")
                .filter(info::has)
                .map(info::text)
                .toList();
        return states.isEmpty()
                ? Optional.empty()
                : Optional.of((double)
                        states.stream().filter(each -> !each.equals("ok")).count());
    }

    private static Optional<Double> flag(Info info, String field, String bad) {
        return info.has(field) ? Optional.of(info.text(field).equals(bad) ? 1.0 : 0.0) : Optional.empty();
    }

    private static List<Vital> unknown(String why) {
        return List.of(
                Vital.unknown("memory", MEMORY, why),
                Vital.unknown("connections", CONNECTIONS, why),
                Vital.unknown("replication", REPLICATION, why),
                Vital.unknown("persistence", PERSISTENCE, why));
    }

    @Override
    public synchronized void close() {
        link.ifPresent(Link::close);
        link = Optional.empty();
    }
}
