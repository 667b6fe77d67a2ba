package io.dbvitals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.cli.terminal.TargetOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandsTest {
    private static final String QUERY = """
            queries:
              mine:
                help: Help
                sql: SELECT 1 AS v
                columns: {v: {use: gauge}}
            """;

    @TempDir
    private Path folder;

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(out);
        System.setErr(err);
    }

    @Test
    void help_namesEveryCommandAndTheExitCodes() {
        assertThat(run("--help")).isZero();
        assertThat(printed())
                .contains("serve ", "config ", "queries ", "help ", "Examples:")
                .contains("Exit codes: 0 OK, 1 warning, 2 critical, 3 unknown or misuse.");
        assertThat(complained()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpOfEveryCommand_showsAnExample(String command) {
        assertThat(run((command + " --help").split(" ", -1))).isZero();
        assertThat(printed())
                .as("apart from what another test's threads may log meanwhile")
                .containsPattern("(?m)^Usage: dbvitals " + command + " ")
                .contains("Example")
                .contains("  dbvitals " + command);
        assertThat(complained()).isEmpty();
    }

    private static List<String> commands() {
        return below(Commands.line(), "").toList();
    }

    private static Stream<String> below(CommandLine line, String path) {
        return line.getSubcommands().entrySet().stream()
                .filter(each -> !each.getKey().equals("help"))
                .flatMap(each -> Stream.concat(
                        Stream.of(path + each.getKey()), below(each.getValue(), path + each.getKey() + " ")));
    }

    @Test
    void version_isPrinted() {
        assertThat(run("--version")).isZero();
        assertThat(printed()).startsWith("dbvitals ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            serve --nonsense            | dbvitals: Unknown option: '--nonsense'
            --lisen :1                  | dbvitals: Unknown options: '--lisen', ':1'
            nonsense                    | dbvitals: Unmatched argument at index 0: 'nonsense'
            config nonsense             | dbvitals: Unmatched argument at index 1: 'nonsense'
            queries run                 | dbvitals: Missing required parameter: 'NAME'
            config check --config       | dbvitals: Missing required parameter for option '--config' (FILE)
            """)
    void misuse_endsWithThree_andSaysWhat(String arguments, String message) {
        assertThat(run(arguments.split(" ", -1))).isEqualTo(ExitCode.MISUSE);
        assertThat(complained()).startsWith(message);
        assertThat(printed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            validate --format nagios --nonsense       ; DBVITALS_VALIDATE UNKNOWN: Unknown option: '--nonsense'
            diagnose --format=NAGIOS --config /none   ; DBVITALS_DIAGNOSE UNKNOWN: /none does not exist
            validate --max-response x --format nagios --url redis://h ; DBVITALS_VALIDATE UNKNOWN: --max-response must be
            """)
    void misuseAsAPlugin_isOneLineOnStandardOutput(String arguments, String line) {
        assertThat(run(arguments.split(" ", -1))).isEqualTo(ExitCode.MISUSE);
        assertThat(printed()).startsWith(line).doesNotContain("|");
        assertThat(printed().lines()).hasSize(1);
    }

    /** Exit code 1 would be a warning. */
    @Test
    void internalFault_isUnknown() {
        CommandLine line = new CommandLine(new TargetOptions());
        assertThat(Complaints.of("check", "uptime").failure(new IllegalStateException("a|b\nc"), line))
                .isEqualTo(ExitCode.MISUSE);
        assertThat(printed()).contains(" UNKNOWN: internal fault: java.lang.IllegalStateException: a/b c");
        assertThat(complained()).contains("at io.dbvitals.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config", "queries"})
    void groupWithoutItsCommand_isMisuse(String group) {
        assertThat(run(group)).isEqualTo(ExitCode.MISUSE);
        assertThat(complained()).startsWith("dbvitals: ");
    }

    @Test
    void configCheck_countsWhatItRead() throws Exception {
        assertThat(run(
                        "config",
                        "check",
                        "--config",
                        config("targets: [{name: a, postgres: {url: postgresql://u@db1/app}}]")))
                .isZero();
        assertThat(printed()).matches("OK: 1 targets, \\d+ queries\\R");
    }

    @Test
    void configCheck_namesThePlaceOfAMistake() throws Exception {
        String file = config("targets: [{name: a, postgrs: {url: postgresql://u@db1/app}}]");
        assertThat(run("config", "check", "--config", file)).isEqualTo(ExitCode.MISUSE);
        assertThat(complained())
                .startsWith("dbvitals: ")
                .contains(file + ":1:")
                .contains("postgrs")
                .contains("postgres");
    }

    @Test
    void configCheck_namesThePlaceOfAMistakeInAQueryFile() throws Exception {
        Path queries = folder.resolve("queries.yaml");
        Files.writeString(queries, QUERY.replace("gauge", "gage"));
        String file = config(
                "targets: [{name: a, postgres: {url: postgresql://u@db1/app}}]\nqueries: {include: [" + queries + "]}");
        assertThat(run("config", "check", "--config", file)).isEqualTo(ExitCode.MISUSE);
        assertThat(complained()).contains(queries + ":5:").contains("gage");
    }

    @Test
    void configShow_fillsDefaultsIn_andMasksSecrets() throws Exception {
        String file = config("targets: [{name: a, postgres: {url: postgresql://u@db1/app, password: pw-of-key}}]");
        assertThat(run("config", "show", "--config", file)).isZero();
        assertThat(printed()).contains("listen: ", "max_connections: ", "db1").doesNotContain("pw-of-key");
        file = config("targets: [{name: a, postgres: {url: 'postgresql://u:pw-of-url@db1/app'}}]");
        run("config", "show", "--config", file);
        assertThat(printed() + complained()).contains("db1").doesNotContain("pw-of-url");
    }

    @Test
    void missingConfig_isMisuse() {
        Path file = folder.resolve("missing.yaml");
        assertThat(run("serve", "--config", file.toString())).isEqualTo(ExitCode.MISUSE);
        assertThat(complained()).startsWith("dbvitals: ").contains(file.toString());
    }

    @Test
    void queriesCheck_readsFilesWithoutAServer() throws Exception {
        Path file = folder.resolve("q.yaml");
        Files.writeString(file, QUERY);
        assertThat(run("queries", "check", file.toString())).isZero();
        assertThat(printed()).isEqualToNormalizingNewlines("1 queries read\n");
    }

    @Test
    void queriesConvert_printsTheNativeForm() throws Exception {
        Path file = folder.resolve("q.yaml");
        Files.writeString(file, """
                pg_jobs:
                  query: SELECT count(*) AS waiting FROM jobs
                  metrics:
                    - waiting: {usage: GAUGE, description: Jobs that wait}
                """);
        assertThat(run("queries", "convert", file.toString())).isZero();
        assertThat(printed()).contains("queries:", "pg_jobs:", "use: gauge", "Jobs that wait");
    }

    @Test
    void queriesRun_ofAServerThatIsDown_isCritical() throws Exception {
        String file = config("targets: [{name: a, postgres: {url: 'postgresql://u@127.0.0.1:1/app'}}]");
        assertThat(run("queries", "run", "pg_locks", "--config", file)).isEqualTo(ExitCode.CRITICAL);
        assertThat(complained()).startsWith("dbvitals: a: ").contains("127.0.0.1:1");
    }

    private String config(String yaml) throws Exception {
        Path file = folder.resolve("dbvitals.yaml");
        Files.writeString(file, yaml + "\n");
        return file.toString();
    }

    private int run(String... arguments) {
        printed.reset();
        complained.reset();
        return Commands.run(arguments);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return complained.toString(StandardCharsets.UTF_8);
    }
}
