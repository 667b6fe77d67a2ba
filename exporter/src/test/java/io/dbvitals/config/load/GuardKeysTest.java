package io.dbvitals.config.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.guard.GuardConfig.Action;
import io.dbvitals.config.guard.GuardConfig.Fence;
import io.dbvitals.config.guard.GuardConfig.Level;
import io.dbvitals.config.guard.GuardConfig.Measure;
import io.dbvitals.config.guard.GuardConfig.Rule;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.testing.Written;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every key of {@code guard:}: its default, its full form, and what is wrong with it. */
class GuardKeysTest {
    static final Set<String> SECTIONS = Set.of("guard", "guard rule", "max_actions", "protect");

    private static final String FULL = """
            enabled: true
            dry_run: false
            targets: ["db*"]
            interval: 1m
            timeout: 10s
            audit_file: audit.jsonl
            pid_file: /run/d.pid
            grace: 2s
            max_actions: {per_round: 1, per_hour: 2, per_user: 3}
            cool_down: 3s
            protect: {applications: ["etl.*"], users: [root], databases: ["p*"]}
            fence: pgbouncer
            rules:
              locks: off
              reports:
                measure: long_queries
                ratio: false
                warning: 2
                critical: 4
                action: cancel
                min_age: 1h
                act_at: warning
                databases: [reports]
                users: ["r*"]
                applications: ["bi-.*"]
              own_pool: {warning: 2}
              connections: {critical: 90}
            """;

    @TempDir
    Path folder;

    @Test
    void absent_isOff() throws ConfigException {
        assertThat(load("")).isEqualTo(GuardConfig.OFF);
        assertThat(load("guard: {}")).isEqualTo(GuardConfig.OFF);
        assertThat(GuardConfig.OFF.acts()).isFalse();
        assertThat(load("guard: {enabled: true}").acts()).as("a dry run").isFalse();
        assertThat(load("guard: {dry_run: false}").acts()).as("not enabled").isFalse();
    }

    @Test
    void everyKey_takesItsValue() throws ConfigException {
        GuardConfig full = load("guard:\n" + FULL.indent(2));
        assertThat(full.acts()).isTrue();
        assertThat(full.targets()).containsExactly("db*");
        assertThat(full.interval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(full.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(full.auditFile()).isEqualTo(folder.resolve("audit.jsonl"));
        assertThat(full.pidFile()).contains(Path.of("/run/d.pid"));
        assertThat(full.grace()).isEqualTo(Duration.ofSeconds(2));
        assertThat(full.limits()).isEqualTo(new GuardConfig.Limits(1, 2, 3));
        assertThat(full.coolDown()).isEqualTo(Duration.ofSeconds(3));
        assertThat(full.protect()).isEqualTo(new GuardConfig.Protect(List.of("etl.*"), List.of("root"), List.of("p*")));
        assertThat(full.fence()).isEqualTo(Fence.PGBOUNCER);
        assertThat(full.rules())
                .doesNotContainKey("locks")
                .containsEntry(
                        "reports",
                        new Rule(
                                Measure.LONG_QUERIES,
                                false,
                                2,
                                4,
                                Action.CANCEL,
                                Duration.ofHours(1),
                                Level.WARNING,
                                List.of("reports"),
                                List.of("r*"),
                                List.of("bi-.*")));
        assertThat(full.rules().get("connections"))
                .as("a standard rule keeps what is not given")
                .isEqualTo(Rule.of(Measure.CONNECTIONS, false, 30, 90, Action.TERMINATE, Duration.ofMinutes(10)));
    }

    @Test
    void ruleForOurOwnPools_isOffUnlessItIsNamed() throws ConfigException {
        assertThat(load("guard: {enabled: true}").rules()).doesNotContainKey("own_pool");
        assertThat(load("guard: {rules: {own_pool: {}}}").rules())
                .containsEntry("own_pool", Rule.of(Measure.OWN_FAILURES, false, 3, 5, Action.REOPEN, Duration.ZERO));
        assertThat(load("guard: {rules: {own_pool: {critical: 9, action: report}}}")
                        .rules())
                .containsEntry("own_pool", Rule.of(Measure.OWN_FAILURES, false, 3, 9, Action.REPORT, Duration.ZERO));
    }

    @Test
    void shown_readsAsItWas() throws ConfigException {
        String yaml = yaml("guard:\n" + FULL.indent(2));
        GuardConfig read = Written.config(folder, yaml).load().guard();
        String shown = ConfigText.of(Written.config(folder, yaml).load());
        assertThat(Written.config(folder, shown).load().guard()).isEqualTo(read);
        assertThat(ConfigText.of(Written.config(folder, yaml("")).load())).doesNotContain("guard");
    }

    @Test
    void everyKey_isTested() {
        Map<String, Set<String>> known = new TreeMap<>(KnownKeys.in(folder));
        known.keySet().retainAll(SECTIONS);
        assertThat(known.keySet()).isEqualTo(SECTIONS);
        known.forEach((section, keys) ->
                assertThat(keys).as(section).allSatisfy(key -> assertThat(FULL).containsPattern("\\b" + key + ": ?")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {fence: wall}             | "fence" cannot be "wall"; it is one of none, connection_limit, pgbouncer
            {max_actions: {per_hour: 0}} | "per_hour" must be from 1 to 1000000, not 0
            {protect: {applications: ["("]}} | "(" is no regular expression: Unclosed group
            {rules: {Mine: {}}}       | the rule "Mine" must be lower-case letters, digits and "_"
            {rules: {mine: {warning: 1, critical: 2}}} | the rule "mine" must say what it counts, as in measure: long_queries
            {rules: {mine: {measure: queries}}} | "measure" cannot be "queries"
            {rules: {mine: {measure: locks, critical: 2}}} | "warning" is missing
            {rules: {locks: {warning: 200}}} | "warning" must not be above "critical"
            {rules: {locks: {warning: 0}}} | "warning" must be above 0, not 0
            {rules: {locks: {action: terminate, min_age: 1m}}} | locks can only be reported; the rule "blocked" ends who holds them
            {rules: {connections_ratio: {critical: 2}}} | "critical" must be above 0 and at most 1, as a part of the whole, not 2
            {rules: {connections: {action: cancel}}} | nothing runs in an idle session that could be cancelled; use terminate or report
            {rules: {long_queries: {min_age: 0}}} | a rule that ends sessions needs "min_age", as in min_age: 5m: else it ends what has just begun
            {rules: {long_queries: {action: reopen}}} | reopen is for own_failures, and own_failures can only be answered by reopen or report
            {rules: {own_pool: {action: terminate, min_age: 1m}}} | reopen is for own_failures, and own_failures can only be answered by reopen or report
            {rules: {own_pool: {ratio: true}}} | own_failures are counted in a row, and are no part of anything
            {rules: {own_pool: {users: [app]}}} | "users" is for sessions; own_failures counts readings
            """)
    void mistake_isNamed(String guard, String message) {
        assertThat(Written.config(folder, yaml("guard: " + guard)).mistakes()).contains(message);
    }

    @Test
    void variables_areSecondsAndBounds() throws ConfigException {
        GuardConfig none = read();
        assertThat(none).isEqualTo(GuardConfig.OFF);
        assertThat(none.interval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(none.timeout()).isEqualTo(Duration.ofSeconds(30));
        GuardConfig some = read(
                "DB_MONITOR_GUARD", "on",
                "DB_MONITOR_INTERVAL", "60",
                "DB_MONITOR_TIMEOUT", "5s",
                "DB_MONITOR_MAX_CONNECTIONS", "100",
                "DB_MONITOR_MAX_LOCKS", "10",
                "DB_MONITOR_PID_FILE", "/run/m.pid",
                "DB_MONITOR_AUDIT_FILE", "/var/a.jsonl");
        assertThat(some.acts()).isTrue();
        assertThat(some.interval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(some.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(some.rules().get("connections").warning()).isEqualTo(60);
        assertThat(some.rules().get("connections").critical()).isEqualTo(100);
        assertThat(some.rules().get("locks").warning()).isEqualTo(5);
        assertThat(some.pidFile()).contains(Path.of("/run/m.pid"));
        assertThat(some.auditFile()).isEqualTo(Path.of("/var/a.jsonl"));
        assertThat(read("DB_MONITOR_GUARD", "dry_run").enabled()).isTrue();
        assertThat(read("DB_MONITOR_GUARD", "dry_run").acts()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GUARD           | yes  | DB_MONITOR_GUARD must be off, dry_run or on, not "yes"
            INTERVAL        | soon | DB_MONITOR_INTERVAL must be seconds or a duration such as 5m, not "soon"
            TIMEOUT         | 0    | DB_MONITOR_TIMEOUT must be seconds or a duration such as 5m, not "0"
            MAX_CONNECTIONS | -1   | DB_MONITOR_MAX_CONNECTIONS must be a whole number above 0, not "-1"
            """)
    void wrongVariable_isNamed(String variable, String value, String message) {
        assertThatThrownBy(() -> read("DB_MONITOR_" + variable, value))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    private static GuardConfig read(String... namesAndValues) throws ConfigException {
        Map<String, String> environment = new HashMap<>(Map.of("DB_HOST", "db1", "DB_USER", "u"));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            environment.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return ConfigLoader.of(environment, List.of())
                .discover(Optional.empty(), Overrides.NONE)
                .guard();
    }

    private GuardConfig load(String guard) throws ConfigException {
        return Written.config(folder, yaml(guard)).load().guard();
    }

    private static String yaml(String guard) {
        return "targets: [{name: a, postgres: {user: u}}]\n" + guard + "\n";
    }
}
