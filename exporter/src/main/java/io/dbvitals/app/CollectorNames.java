package io.dbvitals.app;

import io.dbvitals.config.TargetConfig;
import io.dbvitals.host.HostTarget;
import io.dbvitals.mysql.MySqlCollectors;
import io.dbvitals.pgbouncer.PgBouncerCollectors;
import io.dbvitals.query.Query;
import io.dbvitals.redis.RedisTarget;
import io.dbvitals.sql.Engine;
import io.dbvitals.vector.probe.VectorProbe;
import io.dbvitals.vector.statements.StatementCollector;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What {@code collect[]} may name: the collectors of the systems that are watched or may be probed. */
final class CollectorNames {
    private Optional<Settings> last = Optional.empty();
    private Set<String> known = Set.of();

    /** Found out when it is first asked, and again when the configuration has been read anew. */
    synchronized Set<String> of(Settings settings) {
        if (!last.equals(Optional.of(settings))) {
            known = Set.copyOf(find(settings));
            last = Optional.of(settings);
        }
        return known;
    }

    private static Set<String> find(Settings settings) {
        Set<String> names = new TreeSet<>();
        Stream.concat(
                        settings.config().targets().stream().map(TargetConfig::source),
                        settings.config().probe().modules().values().stream())
                .map(TargetConfig.Source::kind)
                .distinct()
                .forEach(kind -> names.addAll(of(kind, settings.queries())));
        return names;
    }

    private static Set<String> of(String kind, Collection<Query> queries) {
        return switch (kind) {
            case "redis" -> RedisTarget.names();
            case "host" -> HostTarget.names();
            case "mysql" -> with(MySqlCollectors.names(), queries, Set.of(Engine.MYSQL, Engine.MARIADB));
            case "pgbouncer" -> with(PgBouncerCollectors.names(), queries, Set.of(Engine.PGBOUNCER));
            default ->
                with(
                        Set.of("pg_settings", StatementCollector.NAME, VectorProbe.NAME),
                        queries,
                        Set.of(Engine.POSTGRES));
        };
    }

    private static Set<String> with(Set<String> names, Collection<Query> queries, Set<Engine> engines) {
        Set<String> all = new TreeSet<>(names);
        queries.stream()
                .filter(query -> query.engines().stream().anyMatch(engines::contains))
                .forEach(query -> all.add(query.id()));
        return all;
    }
}
