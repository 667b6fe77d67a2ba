package io.dbvitals.advice.mysql;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Findings;
import io.dbvitals.advice.Snapshot;
import io.dbvitals.advice.Statement;
import io.dbvitals.advice.StatementSource;
import io.dbvitals.advice.Window;
import io.dbvitals.advice.mysql.catalog.Catalog;
import io.dbvitals.advice.mysql.catalog.CatalogReader;
import io.dbvitals.advice.mysql.digest.DigestReader;
import io.dbvitals.advice.mysql.digest.DigestTable;
import io.dbvitals.advice.mysql.digest.LockSamples;
import io.dbvitals.advice.mysql.digest.QuantileReader;
import io.dbvitals.advice.mysql.digest.Waits;
import io.dbvitals.advice.mysql.explain.Explainer;
import io.dbvitals.advice.mysql.explain.Plans;
import io.dbvitals.advice.mysql.explain.SampleReader;
import io.dbvitals.advice.mysql.rule.StatementRules;
import io.dbvitals.advice.mysql.rule.Suspect;
import io.dbvitals.advice.mysql.schema.SchemaRules;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Engine;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The statements of one MySQL or MariaDB server. */
public final class MySqlStatements implements StatementSource {
    private final SqlServer server;
    private final DigestReader digests;
    private final SchemaRules schemaRules;
    private final LockSamples locks;

    private MySqlStatements(SqlServer server, Duration unusedAfter) {
        this.server = server;
        this.digests = new DigestReader(server);
        this.locks = new LockSamples(server);
        this.schemaRules = new SchemaRules(server, unusedAfter);
    }

    /** {@code unusedAfter} is how long a server has to have run before an index without use is called unused. */
    public static MySqlStatements of(SqlServer server, Duration unusedAfter) {
        return new MySqlStatements(server, unusedAfter);
    }

    @Override
    public Snapshot snapshot(Deadline deadline) throws CollectException, InterruptedException {
        return digests.read(digests.table(deadline), deadline);
    }

    @Override
    public void sample(Deadline deadline) throws CollectException, InterruptedException {
        locks.take(deadline);
    }

    @Override
    public Findings judge(Window window, Deadline deadline) throws CollectException, InterruptedException {
        DigestTable table = digests.table(deadline);
        List<String> unavailable = new ArrayList<>();
        Map<String, Double> p99 = QuantileReader.read(server, table, deadline);
        if (!table.has("QUANTILE_99")) {
            unavailable.add("unstable-time: this server keeps no quantiles of times (MySQL 8 and newer do)");
        }
        ServerFacts facts = server.facts(deadline);
        if (facts.engine() == Engine.MARIADB) {
            unavailable.addAll(mariaDb(window, deadline));
        }
        Set<String> schemas = window.statements().stream()
                .map(Statement::database)
                .filter(schema -> !schema.isEmpty())
                .collect(Collectors.toSet());
        Catalog catalog = catalog(schemas, unavailable, deadline);
        List<Statement> explained =
                window.statements().stream().filter(StatementRules::wantsPlan).toList();
        Plans plans = new Explainer(server).explain(explained, table, catalog.names(), deadline);
        unavailable.addAll(plans.unavailable());
        Map<String, Waits> waits = locks.told(deadline);
        List<Advice> advice = new ArrayList<>();
        for (Statement statement : window.statements()) {
            advice.addAll(StatementRules.judge(new Suspect(
                    statement,
                    window,
                    plans.of(statement),
                    catalog,
                    Optional.ofNullable(p99.get(statement.id())),
                    waits.getOrDefault(statement.id(), Waits.NONE))));
        }
        Findings others = schemaRules.judge(window, facts, schemas, catalog, deadline);
        advice.addAll(others.advice());
        unavailable.addAll(others.unavailable());
        return new Findings(advice, unavailable);
    }

    /** What MariaDB does not count. */
    private List<String> mariaDb(Window window, Deadline deadline) throws CollectException, InterruptedException {
        List<String> missing = new ArrayList<>();
        if (window.sinceReset()) {
            missing.add(
                    "lock-waits for rows: MariaDB counts waits for tables only; those for rows are looked for while a"
                            + " window is open (--window 30s)");
        }
        double prepared = new SampleReader(server).prepared(deadline);
        if (prepared > 0) {
            missing.add(String.format(
                    Locale.ROOT,
                    "statements that clients prepare on the server: MariaDB counts them in no digest, and %.0f were run since"
                            + " its start; have the driver send them as text (useServerPrepStmts=false) for a look",
                    prepared));
        }
        return missing;
    }

    /** On servers with very many tables it may take too long; the rules for statements go on without it. */
    private Catalog catalog(Set<String> schemas, List<String> unavailable, Deadline deadline)
            throws InterruptedException {
        try {
            return new CatalogReader(server).read(schemas, deadline);
        } catch (CollectException e) {
            unavailable.add("tables and indexes: " + e.getMessage());
            return new Catalog(List.of());
        }
    }
}
