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
import io.dbvitals.advice.mysql.digest.QuantileReader;
import io.dbvitals.advice.mysql.explain.Explainer;
import io.dbvitals.advice.mysql.explain.Plans;
import io.dbvitals.advice.mysql.rule.StatementRules;
import io.dbvitals.advice.mysql.rule.Suspect;
import io.dbvitals.advice.mysql.schema.SchemaRules;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The statements of one MySQL or MariaDB server. */
public final class MySqlStatements implements StatementSource {
    private final SqlServer server;
    private final DigestReader digests;
    private final SchemaRules schemaRules;

    private MySqlStatements(SqlServer server, Duration unusedAfter) {
        this.server = server;
        this.digests = new DigestReader(server);
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
    public Findings judge(Window window, Deadline deadline) throws CollectException, InterruptedException {
        DigestTable table = digests.table(deadline);
        List<String> unavailable = new ArrayList<>();
        Map<String, Double> p99 = QuantileReader.read(server, table, deadline);
        if (!table.has("QUANTILE_99")) {
            unavailable.add("unstable-time: this server keeps no quantiles of times (MySQL 8 and newer do)");
        }
        List<Statement> explained =
                window.statements().stream().filter(StatementRules::wantsPlan).toList();
        Plans plans = new Explainer(server).explain(explained, table, deadline);
        unavailable.addAll(plans.unavailable());
        Set<String> schemas = window.statements().stream()
                .map(Statement::database)
                .filter(schema -> !schema.isEmpty())
                .collect(Collectors.toSet());
        Catalog catalog = new CatalogReader(server).read(schemas, deadline);
        List<Advice> advice = new ArrayList<>();
        for (Statement statement : window.statements()) {
            advice.addAll(StatementRules.judge(new Suspect(
                    statement, window, plans.of(statement), catalog, Optional.ofNullable(p99.get(statement.id())))));
        }
        Findings others = schemaRules.judge(window, server.facts(deadline), schemas, catalog, deadline);
        advice.addAll(others.advice());
        unavailable.addAll(others.unavailable());
        return new Findings(advice, unavailable);
    }
}
