package io.dbvitals.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.testing.Peer;
import io.dbvitals.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every alert has a runbook, and what is to be pasted from it is taken by the program that it is meant for. */
class RunbooksIT {
    private static final List<String> SECTIONS =
            List.of("Meaning", "Impact", "Diagnosis", "Mitigation", "Prevention", "Escalation");
    private static final Set<String> LANGUAGES =
            Set.of("sql", "promql", "sh", "sql-mysql", "redis", "yaml", "text", "java");
    private static final List<String> GROUPS = List.of(
            "database",
            "vector",
            "redis",
            "system",
            "application",
            "mysql",
            "pgbouncer",
            "guard",
            "monitoring",
            "slo",
            "anomaly");
    private static final List<String> SEVERITIES = List.of("critical", "warning", "none");

    private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|TBD|XXX)\\b");
    private static final Pattern ALERT_NAME =
            Pattern.compile("\\b(PostgreSQL|PgBouncer|MySQL|Redis|Host|Vector|Guard)[A-Z][a-z]\\w+");
    /** Products whose names look like those of alerts. */
    private static final Set<String> PRODUCTS = Set.of("VectorChord", "RedisInsight");

    private static final Pattern METRIC = Pattern.compile("\\b(?:pg|pgbouncer)_[a-z0-9_]+");
    /** Golden pages show servers that are at rest, without builds. */
    private static final Pattern NOT_GOLDEN = Pattern.compile("pg_vector_index_(build|resident)_.+");

    @TempDir
    Path temporary;

    @Test
    void alert_hasItsRunbook_andRunbookItsAlert() throws IOException {
        List<String> alerts = AlertRule.all().stream().map(AlertRule::name).toList();
        List<String> runbooks = Runbook.all().stream().map(Runbook::name).toList();

        assertThat(alerts).hasSizeGreaterThan(90);
        assertThat(alerts)
                .as("alerts without a runbook")
                .filteredOn(name -> !runbooks.contains(name))
                .isEmpty();
        assertThat(runbooks)
                .as("runbooks without an alert")
                .filteredOn(name -> !alerts.contains(name))
                .isEmpty();
        assertThat(AlertRule.all())
                .allSatisfy(alert ->
                        assertThat(alert.runbookUrl()).as(alert.name()).endsWith("/runbooks/" + alert.name() + ".md"));
    }

    @Test
    void runbook_isWhole() throws IOException {
        Set<String> alerts = AlertRule.all().stream().map(AlertRule::name).collect(Collectors.toSet());

        assertThat(Runbook.all()).allSatisfy(runbook -> {
            assertThat(runbook.text().lines().findFirst().orElse(""))
                    .as("title of " + runbook.name())
                    .matches("# " + runbook.name() + "(: .+)?");
            assertThat(runbook.sections()).as(runbook.name()).isEqualTo(SECTIONS);
            assertThat(runbook.emptySections()).as(runbook.name()).isEmpty();
            assertThat(runbook.blocks()).as(runbook.name()).isNotEmpty();
            assertThat(runbook.text()).as(runbook.name()).doesNotContainPattern(UNFINISHED);
            assertThat(runbook.prose()).as("fences of " + runbook.name()).doesNotContain("```");
            assertThat(runbook.blocks())
                    .as(runbook.name())
                    .extracting(Block::language)
                    .isSubsetOf(LANGUAGES);
            assertThat(ALERT_NAME.matcher(runbook.prose()).results().map(found -> found.group()))
                    .as("alerts named in " + runbook.name())
                    .filteredOn(name -> !PRODUCTS.contains(name))
                    .isSubsetOf(alerts);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 18})
    void sql_isAcceptedByServer(int major) throws IOException, SQLException {
        List<String> refused = new ArrayList<>();
        int accepted = 0;
        try (TestServer server = TestServer.start(major);
                Connection connection = server.connect("postgres")) {
            String settings = settings(connection);
            for (Runbook runbook : Runbook.all()) {
                for (Block block : runbook.blocks("sql")) {
                    for (String statement : block.isFor(major) ? block.statements() : List.<String>of()) {
                        try {
                            accept(connection, statement);
                            accepted++;
                        } catch (SQLException e) {
                            refused.add(runbook.name() + ": " + e.getMessage() + "\n" + statement);
                        }
                    }
                }
            }
            assertThat(settings(connection)).as("nothing was executed").isEqualTo(settings);
        }
        assertThat(refused).isEmpty();
        assertThat(accepted).isGreaterThan(100);
    }

    @Test
    void promql_isAcceptedByPromtool() throws IOException, InterruptedException {
        Peer.need("promtool");
        Map<String, List<Block>> pages = new TreeMap<>();
        Runbook.all().forEach(runbook -> pages.put(runbook.name(), runbook.blocks("promql")));

        assertThat(Programs.promtool(temporary, pages)).isEmpty();
    }

    @Test
    void promql_namesMetricsThatThereAre() throws IOException {
        Set<String> known = new HashSet<>();
        List<String> sources = new ArrayList<>(AlertRule.files());
        try (Stream<Path> pages = Files.list(Path.of("src", "test", "resources", "golden"))) {
            for (Path page : pages.toList()) {
                sources.add(Files.readString(page));
            }
        }
        for (String source : sources) {
            METRIC.matcher(source).results().forEach(found -> known.add(found.group()));
        }

        assertThat(Runbook.all())
                .allSatisfy(runbook -> assertThat(runbook.blocks("promql"))
                        .as(runbook.name())
                        .flatExtracting(block -> metrics(block.text()))
                        .filteredOn(metric -> !NOT_GOLDEN.matcher(metric).matches())
                        .isSubsetOf(known));
    }

    @Test
    void shell_isReadByBash_andCallsCommandsThatThereAre() throws IOException, InterruptedException {
        Peer.need("bash");
        List<String> refused = new ArrayList<>();
        for (Runbook runbook : Runbook.all()) {
            refused.addAll(Programs.bash(runbook.name(), runbook.blocks("sh")));
        }

        assertThat(refused).isEmpty();
    }

    /** Rewritten with {@code -Dgolden.update=true}, but for what stands before the first group. */
    @Test
    void index_namesEveryAlertByGroup() throws IOException {
        String index = Files.readString(Runbook.INDEX);
        String expected = index.substring(0, index.indexOf("\n## ") + 1) + tables();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(Runbook.INDEX, expected);
        }

        assertThat(Files.readString(Runbook.INDEX))
                .as("runbooks/README.md; -Dgolden.update=true rewrites it")
                .isEqualTo(expected);
    }

    private static String tables() throws IOException {
        Map<Integer, List<AlertRule>> groups = AlertRule.all().stream()
                .collect(Collectors.groupingBy(
                        alert -> position(GROUPS, alert.group()), TreeMap::new, Collectors.toList()));
        Function<AlertRule, Integer> severity = alert -> position(SEVERITIES, alert.severity());
        StringBuilder tables = new StringBuilder();
        groups.forEach((position, alerts) -> {
            tables.append(position == 0 ? "## " : "\n## ").append(GROUPS.get(position));
            tables.append("\n\n| alert | severity | says |\n|---|---|---|\n");
            alerts.stream()
                    .sorted(Comparator.comparing(severity).thenComparing(AlertRule::name))
                    .forEach(alert -> tables.append(String.format(
                            "| [%s](%s.md) | %s | %s |%n",
                            alert.name(), alert.name(), alert.severity(), alert.what())));
        });
        return tables.toString();
    }

    private static int position(List<String> all, String each) {
        assertThat(all).contains(each);
        return all.indexOf(each);
    }

    /** The server parses every statement, and plans those that it can; it runs none. */
    private static void accept(Connection connection, String statement) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            prepared.getMetaData();
        }
        if (statement.startsWith("SELECT") || statement.startsWith("WITH")) {
            try (Statement explain = connection.createStatement()) {
                explain.execute("EXPLAIN " + statement);
            }
        }
    }

    private static String settings(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT pg_read_file('postgresql.auto.conf')")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static List<String> metrics(String promql) {
        String names = promql.replaceAll("\"[^\"]*\"", "\"\"").replaceAll("(?m)#.*$", "");
        return METRIC.matcher(names).results().map(found -> found.group()).toList();
    }
}
