package io.dbvitals.app.diagnosis;

import io.dbvitals.config.HostConfig;
import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.PgBouncerConfig;
import io.dbvitals.config.RedisConfig;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.TlsConfig;
import io.dbvitals.diagnosis.Fault;
import io.dbvitals.diagnosis.Finding;
import io.dbvitals.diagnosis.Rung;
import io.dbvitals.diagnosis.State;
import io.dbvitals.diagnosis.Step;
import io.dbvitals.diagnosis.errors.ErrorTable;
import io.dbvitals.diagnosis.errors.ErrorTable.Names;
import io.dbvitals.diagnosis.errors.MySqlNumbers;
import io.dbvitals.diagnosis.errors.PgBouncerWords;
import io.dbvitals.diagnosis.errors.PostgresStates;
import io.dbvitals.diagnosis.errors.RedisWords;
import io.dbvitals.diagnosis.login.MySqlDialect;
import io.dbvitals.diagnosis.login.PgBouncerDialect;
import io.dbvitals.diagnosis.login.PostgresDialect;
import io.dbvitals.diagnosis.login.SqlSteps;
import io.dbvitals.diagnosis.network.Encryption;
import io.dbvitals.diagnosis.network.Entrance;
import io.dbvitals.diagnosis.network.Greeting;
import io.dbvitals.diagnosis.network.MySqlGreeting;
import io.dbvitals.diagnosis.network.Network;
import io.dbvitals.diagnosis.network.PostgresGreeting;
import io.dbvitals.diagnosis.network.RedisGreeting;
import io.dbvitals.diagnosis.network.Resolver;
import io.dbvitals.pgbouncer.PgBouncerServer;
import io.dbvitals.redis.wire.Connector;
import io.dbvitals.scrape.login.AuthenticationPause;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.mysql.MySqlServer;
import io.dbvitals.sql.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The steps of each kind of target. */
final class Subjects {
    /** How the session calls itself on PostgreSQL. */
    private static final String APPLICATION = "dbvitals-diagnose";

    private final Resolver resolver;

    Subjects(Resolver resolver) {
        this.resolver = resolver;
    }

    /** Connects to nothing yet. */
    Subject of(TargetConfig target) {
        TargetConfig.Source source = target.source();
        if (source instanceof TargetConfig.Postgres postgres) {
            return postgres(target.name(), postgres);
        }
        if (source instanceof MySqlConfig mysql) {
            return mysql(target.name(), mysql);
        }
        if (source instanceof PgBouncerConfig pgbouncer) {
            return pgbouncer(target.name(), pgbouncer);
        }
        if (source instanceof RedisConfig redis) {
            return redis(target.name(), redis);
        }
        return host(target.name(), (HostConfig) source);
    }

    private Subject postgres(String target, TargetConfig.Postgres config) {
        Names names = new Names(config.user(), config.database(), config.server());
        Encryption wish = Encryption.libpq(config.parameters(), config.host());
        Network network = network(
                new Network.Site(config.host(), config.port(), false, "listen_addresses in postgresql.conf"),
                new PostgresGreeting("PostgreSQL server"),
                wish,
                PostgresStates.TABLE,
                names);
        List<Path> files = Stream.concat(
                        wish.ca().stream(),
                        Stream.of("sslcert", "sslkey")
                                .flatMap(key ->
                                        Optional.ofNullable(config.parameters().get(key)).map(Path::of).stream()))
                .toList();
        return sql(
                target,
                config,
                config.server(),
                Configured.rung(config.user(), config.password(), files, wish.setting()),
                network,
                new PostgresServer(config.apart(1, APPLICATION)),
                new PostgresDialect(names));
    }

    private Subject mysql(String target, MySqlConfig config) {
        Names names = new Names(config.user(), config.database(), config.address());
        Encryption wish = Encryption.of(config.tls(), config.host());
        Network network = network(
                new Network.Site(config.host(), config.port(), false, "bind-address in the server's file"),
                new MySqlGreeting(),
                wish,
                MySqlNumbers.TABLE,
                names);
        return sql(
                target,
                config,
                config.address(),
                Configured.rung(config.user(), config.password(), files(config.tls()), wish.setting()),
                network,
                new MySqlServer(config),
                new MySqlDialect(names));
    }

    private Subject pgbouncer(String target, PgBouncerConfig config) {
        Names names = new Names(config.user(), config.database(), config.address());
        Encryption wish = Encryption.of(config.tls(), config.host());
        Network network = network(
                new Network.Site(config.host(), config.port(), true, "listen_addr in pgbouncer.ini"),
                new PostgresGreeting("PgBouncer"),
                wish,
                PgBouncerWords.TABLE,
                names);
        return sql(
                target,
                config,
                config.address(),
                Configured.rung(config.user(), config.password(), files(config.tls()), wish.setting()),
                network,
                new PgBouncerServer(config),
                new PgBouncerDialect(names));
    }

    private static Subject sql(
            String target,
            TargetConfig.Source source,
            String address,
            Rung configured,
            Network network,
            SqlServer server,
            SqlSteps.Dialect dialect) {
        return new Subject(
                target,
                source.kind(),
                address,
                Subject.joined(configured, network.rungs(), new SqlSteps(server, dialect).rungs()),
                server::close);
    }

    private Subject redis(String target, RedisConfig config) {
        Names names = new Names(config.user(), "", config.address());
        Encryption wish = Encryption.of(config.tls(), config.host());
        Network network = network(
                new Network.Site(config.host(), config.port(), false, "bind in redis.conf"),
                new RedisGreeting(),
                wish,
                RedisWords.TABLE,
                names);
        RedisSteps steps = new RedisSteps(new Connector(config, new AuthenticationPause(System::nanoTime)), names);
        return new Subject(
                target,
                config.kind(),
                config.address(),
                Subject.joined(
                        Configured.rung(config.user(), config.password(), files(config.tls()), wish.setting()),
                        network.rungs(),
                        steps.rungs()),
                steps::close);
    }

    /** It is read where dbvitals runs; there is nothing between. */
    private static Subject host(String target, HostConfig config) {
        Path stat = config.paths().procfs().resolve("stat");
        Rung local = new Rung(
                Step.CONFIGURATION,
                Duration.ofSeconds(2),
                () -> Finding.ok("local: read from the files of the kernel, without a network or a login"));
        Rung read = new Rung(
                Step.QUERY,
                Duration.ofSeconds(2),
                () -> Files.isReadable(stat) || config.source() == HostConfig.Source.OSHI
                        ? Finding.ok(stat + " can be read")
                        : Finding.error(
                                stat + " cannot be read",
                                "in a container: mount the machine's /proc and name it as procfs of the host's paths"));
        return new Subject(target, config.kind(), "", List.of(local, read), () -> {});
    }

    private Network network(Network.Site site, Greeting greeting, Encryption wish, ErrorTable table, Names names) {
        Entrance.Refusals refusals = (code, message) -> table.fault(code, message, names)
                .orElseGet(() -> new Fault(
                        Step.AUTHENTICATION, new Finding(State.ERROR, code, message, List.of("see the server's log"))));
        return new Network(site, resolver, greeting, wish, refusals);
    }

    private static List<Path> files(TlsConfig tls) {
        return Stream.of(tls.ca(), tls.cert(), tls.key())
                .flatMap(Optional::stream)
                .toList();
    }
}
