package io.dbvitals.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.app.check.catalog.Services;
import io.dbvitals.app.check.service.Service;
import io.dbvitals.cli.terminal.ExitCode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exit codes and lines of what needs no server: mistakes are unknown, a server that is not there is critical. */
class ContractTest {
    private static final String NOBODY = "  - {name: a, postgres: {url: 'postgresql://u@127.0.0.1:1/app'}}\n";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nonsense               | DBVITALS_CHECK UNKNOWN: there is no service "nonsense"; 'dbvitals check --list' tells all
            --target a             | DBVITALS_CHECK UNKNOWN: which service? 'dbvitals check --list' tells all
            locks -w ten           | DBVITALS_CHECK UNKNOWN: -w must be a range such as 10, 5:20, @~:0, 90s, 16MB or 80%, or label=range, not "ten"
            locks -c 20:10         | DBVITALS_CHECK UNKNOWN: -c must be a range such as
            locks -c a=b           | DBVITALS_CHECK UNKNOWN: -c must be a range such as
            locks -t soon          | DBVITALS_CHECK UNKNOWN: --timeout must be a duration such as 500ms, 10s or 1m, not "soon"
            locks -t 0s            | DBVITALS_CHECK UNKNOWN: --timeout must be a duration
            locks -F yaml          | DBVITALS_CHECK UNKNOWN: Invalid value for option '--format'
            locks --nonsense       | DBVITALS_CHECK UNKNOWN: Unknown option: '--nonsense'
            locks -w               | DBVITALS_CHECK UNKNOWN: Missing required parameter for option '--warning'
            locks uptime           | DBVITALS_CHECK UNKNOWN: Unmatched argument
            locks --target b       | POSTGRES_LOCKS UNKNOWN: there is no such target that has this: postgres
            pgb_pool_maxwait       | PGBOUNCER_PGB_POOL_MAXWAIT UNKNOWN: there is no such target that has this: pgbouncer
            """, quoteCharacter = '`')
    void mistake_isUnknown(String arguments, String line) {
        Plugin.Answer answer = new Plugin(folder).check(NOBODY, arguments.split(" "));
        assertThat(answer.code()).isEqualTo(ExitCode.MISUSE);
        assertThat(answer.line()).startsWith(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"locks", "connection", "uptime", "is_master", "query_runtime", "sequence", "pgss_dealloc"})
    void serverThatIsNotThere_isCritical(String service) {
        Plugin.Answer answer = new Plugin(folder).check(NOBODY, service);
        assertThat(answer.code()).isEqualTo(ExitCode.CRITICAL);
        assertThat(answer.line()).startsWith("POSTGRES_" + service.toUpperCase(Locale.ROOT) + " CRITICAL: a: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql: {url: 'mysql://u@127.0.0.1:1'}",
                "redis: {url: 'redis://127.0.0.1:1'}",
                "pgbouncer: {url: 'pgbouncer://u@127.0.0.1:1'}"
            })
    void serverOfAnyKindThatIsNotThere_isCritical(String source) {
        assertThat(new Plugin(folder)
                        .check("  - {name: a, " + source + "}\n", "connection")
                        .code())
                .isEqualTo(ExitCode.CRITICAL);
    }

    @Test
    void secretThatCannotBeRead_isUnknown() {
        String target = "  - {name: a, postgres: {url: 'postgresql://u@127.0.0.1:1/app', password_file: /none}}\n";
        Plugin.Answer answer = new Plugin(folder).check(target, "locks");
        assertThat(answer.code()).isEqualTo(ExitCode.MISUSE);
        assertThat(answer.line()).startsWith("POSTGRES_LOCKS UNKNOWN: a: ").contains("/none");
    }

    @Test
    void configurationThatIsBroken_isUnknown_inEachFormat() {
        Plugin plugin = new Plugin(folder);
        assertThat(plugin.check("  - {name: a, postgrs: {}}\n", "locks").code()).isEqualTo(ExitCode.MISUSE);
        assertThat(plugin.run("  - {name: a, postgrs: {}}\n", "locks", "--format", "text")
                        .code())
                .isEqualTo(ExitCode.MISUSE);
    }

    @Test
    void list_hasEveryNameOnce() {
        Set<String> names = new HashSet<>();
        for (Service service : Services.all()) {
            for (String name : service.names()) {
                assertThat(names.add(name)).as(name).isTrue();
            }
        }
        assertThat(names)
                .contains(
                        "connection backends backends_status longest_query oldest_idlexact oldest_xmin oldest_2pc locks"
                                .split(" "))
                .contains("hit_ratio commit_ratio max_freeze_age streaming_delta replication_slots archiver wal_files"
                        .split(" "))
                .contains("sequences_exhausted invalid_indexes temp_files uptime settings minor_version is_master"
                        .split(" "))
                .contains("is_hot_standby pgss_dealloc query_time txn_idle txn_time txn_wraparound lockwait".split(" "))
                .contains("prepared_txns autovac_freeze hot_standby_delay pgb_pool_cl_waiting pgb_pool_maxwait"
                        .split(" "))
                .contains("pgbouncer_backends", "query_runtime", "sequence");
        Plugin.Answer answer = Plugin.command("check", "--list");
        assertThat(answer.code()).isZero();
        assertThat(answer.text())
                .contains("longest_query, query_time (postgres; -w 5m; -c 30m)\n    The longest statement that runs");
    }

    @Test
    void defaultThresholds_areRanges() throws Exception {
        for (Service service : Services.all()) {
            Thresholds.parse(service.names().get(0), service.warning());
            Thresholds.parse(service.names().get(0), service.critical());
        }
    }
}
