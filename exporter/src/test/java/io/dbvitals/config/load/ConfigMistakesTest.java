package io.dbvitals.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.testing.Written;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every mistake in a file: where it is said to be, and in which words. */
class ConfigMistakesTest {
    private static final String TARGET = "targets: [{name: a, postgres: {user: u}}]\n";

    @TempDir
    Path folder;

    private record Mistake(String yaml, String message) {}

    private static final List<Mistake> MISTAKES = List.of(
            new Mistake(
                    "listen: here\n" + TARGET,
                    "1:9: \"listen\" must be host:port, [IPv6 address]:port, :port or a port, not \"here\""),
            new Mistake(
                    "listen: a:70000\n" + TARGET,
                    "1:9: \"listen\" must be host:port, [IPv6 address]:port, :port or a port, not \"a:70000\""),
            new Mistake(
                    "lissten: 1\n" + TARGET,
                    "1:1: unknown key \"lissten\" (did you mean \"listen\"?); known here: advice, alerting, api,"
                            + " compat_listeners, guard, health, listen, overrides_file, probe, queries, scrape, targets,"
                            + " thresholds, web_config"),
            new Mistake("listen: 1\nlisten: 2\n" + TARGET, "2:1: \"listen\" is given twice"),
            new Mistake(
                    TARGET + "billing: {}\n",
                    "2:1: unknown key \"billing\"; known here: advice, alerting, api, compat_listeners, guard, health,"
                            + " listen, overrides_file, probe, queries, scrape, targets, thresholds, web_config"),
            new Mistake(
                    "scrape: {budget: soon}\n" + TARGET,
                    "1:18: \"budget\" must be a duration such as 500ms, 10s or 5m, not \"soon\""),
            new Mistake("health: {interval: 10ms}\n" + TARGET, "1:20: \"interval\" must be at least 1s"),
            new Mistake("advice: {interval: 10ms}\n" + TARGET, "1:20: \"interval\" must be at least 1s"),
            new Mistake("scrape: {budget: 0}\n" + TARGET, "1:18: \"budget\" must be at least 1ms"),
            new Mistake(
                    "scrape: {budget: 1s, margin: 1s}\n" + TARGET,
                    "1:30: \"margin\" (1s) must be shorter than \"budget\" (1s)"),
            new Mistake(
                    "scrape: {max_series: 0}\n" + TARGET, "1:22: \"max_series\" must be from 1 to 100000000, not 0"),
            new Mistake("scrape: {threads: x}\n" + TARGET, "1:19: \"threads\" must be a whole number, not \"x\""),
            new Mistake("scrape: {threads: 1001}\n" + TARGET, "1:19: \"threads\" must be from 1 to 1000, not 1001"),
            new Mistake("listen: 1\n", "1:1: there is nothing to watch: give \"targets\", or allow hosts to \"probe\""),
            new Mistake("just text\n", "1:1: the configuration must be a mapping (key: value), not a text"),
            target("postgres: {user: u}, redis: {}", "a target watches one system; give redis a target of its own", 51),
            target("redis: {}, databases: {}", "\"databases\" is for postgres targets", 45),
            target(
                    "redis: {url: \"http://h\"}",
                    "\"url\" must look like redis://user@host:6379," + " rediss://host:6379 (with TLS) or host:6379",
                    36),
            target(
                    "redis: {url: \"redis://h\", host: h}",
                    "\"host\" is given here and in the url; keep one of them",
                    55),
            target("redis: {port: 0}", "\"port\" must be from 1 to 65535, not 0", 37),
            target(
                    "redis: {keys: [x]}",
                    "an item of \"keys\" must be db0=name, with the number of the database, not" + " \"x\"",
                    38),
            target(
                    "redis: {password: a, passwords_file: b}",
                    "\"passwords_file\" is a second source of the password;" + " keep one of them",
                    60),
            target(
                    "redis: {tls: {cert_file: a}}",
                    "\"cert_file\" and \"key_file\" belong together; key_file is" + " missing",
                    48),
            target("redis: {timeout: 0s}", "\"timeout\" must be at least 1ms", 40),
            target("mysql: {}", "\"user\" is missing; give it as a key or in the url", 30),
            target(
                    "mysql: {url: \"postgresql://u@h\"}",
                    "\"url\" must look like mysql://user@host:3306,"
                            + " mariadb://host:3306/database or jdbc:mariadb://host:3306/database",
                    36),
            target("mysql: {user: u, lock_timeout: 1500ms}", "\"lock_timeout\" must be whole seconds", 54),
            target("mysql: {user: u, max_connections: 0}", "\"max_connections\" must be from 1 to 100, not 0", 57),
            target(
                    "pgbouncer: {}",
                    "\"user\" is missing; give one of PgBouncer's stats_users as a key or in the url",
                    34),
            target(
                    "pgbouncer: {user: u, sslmode: full}",
                    "sslmode must be one of disable, require, verify-ca," + " verify-full",
                    53),
            target("host: {source: kernel}", "\"source\" cannot be \"kernel\"; it is one of auto, proc, oshi", 38),
            target("host: {exclude: {disks: \"(\"}}", "\"disks\" must be a regular expression: Unclosed group", 47),
            target(
                    "postgres: {user: u}, vectors: {}",
                    "unknown key \"vectors\" (did you mean \"vector\"?); known here: databases, host, labels, mysql, name,"
                            + " pgbouncer, postgres, redis, tags, thresholds, vector",
                    44),
            target("tags: [x]", "a target must say what it watches, as in postgres: {url: …}", 11),
            target(
                    "postgres: {user: u}, tags: [\"!x\"]",
                    "the tag \"!x\" must be letters, digits, \"_\", \".\", \":\" and \"-\"",
                    51),
            target(
                    "postgres: {user: u}, labels: {9a: x}",
                    "the label \"9a\" must be letters, digits and \"_\", and not start with a digit or \"__\"",
                    52),
            target(
                    "postgres: {user: u}, labels: {server: x}",
                    "the label \"server\" is set by dbvitals; choose another name",
                    52),
            target(
                    "postgres: {user: u}, databases: {include: [x]}",
                    "\"include\" has no effect without discover: true",
                    65),
            target(
                    "postgres: {user: u}, databases: {discover: maybe}",
                    "\"discover\" must be true or false, not \"maybe\"",
                    66),
            new Mistake("targets: [{postgres: {user: u}}]\n", "1:11: \"name\" is missing"),
            new Mistake(
                    "targets: [{name: a/b, postgres: {user: u}}]\n",
                    "1:18: the name \"a/b\" must be letters, digits,"
                            + " \"_\", \".\" and \"-\", and at most 63 of them"),
            new Mistake(
                    "targets:\n- {name: a, postgres: {user: u}}\n- {name: a, postgres: {user: u}}\n",
                    "3:3: the name \"a\" is taken by the target in line 2"),
            new Mistake(
                    "targets: [\"postgresql://u:hidden@h/d\"]\n",
                    "1:11: a target must be a mapping (key: value), not a text"),
            server("user: u, max_connections: 0", "\"max_connections\" must be from 1 to 100, not 0", 58),
            server("user: u, connect_timeout: 0s", "\"connect_timeout\" must be at least 1ms", 58),
            server(
                    "user: u, sslmode: ful",
                    "sslmode must be one of disable, allow, prefer, require, verify-ca, verify-full",
                    50),
            server("user: u, port: 0", "the port must be a whole number from 1 to 65535", 47),
            server(
                    "user: u, passwrd: x",
                    "unknown key \"passwrd\" (did you mean \"password\"?); known here:"
                            + " application_name, connect_timeout, database, host, lock_timeout, max_connections, password,"
                            + " password_command, password_file, port, search_path, sslcert, sslkey, sslmode, sslrootcert,"
                            + " statement_timeout, url, user",
                    41),
            server("database: d", "\"user\" is missing; give it as a key, in the url, or by the variable PGUSER", 31),
            server(
                    "host: /run/postgresql, user: u",
                    "the Unix socket \"/run/postgresql\" cannot be used: the PostgreSQL"
                            + " driver speaks TCP only; give host: localhost",
                    38),
            server(
                    "user: u, password: x, password_file: y",
                    "\"password_file\" is a second source of the password, beside password; keep one of them",
                    69),
            server(
                    "url: \"postgresql://u:x@h/d\", password_command: y",
                    "\"password_command\" is a second source of the password, beside the url; keep one of them",
                    79),
            server(
                    "url: \"postgresql://u@h/d\", user: v",
                    "\"user\" is given here and in the url; keep one of them",
                    65),
            server(
                    "url: \"mysql://u@h/d\"",
                    "\"url\" must look like postgresql://user@host:5432/database, like"
                            + " jdbc:postgresql://host:5432/database, or like host=db1 port=5432 dbname=app user=monitor\n"
                            + "dbvitals.yaml:1:37: \"user\" is missing; give it as a key, in the url, or by the variable PGUSER",
                    37),
            server(
                    "url: \"postgresql://h/d?connect_timeout=1s\", user: u",
                    "connect_timeout in a url must be a whole number of seconds, at least 1",
                    37),
            new Mistake("queries: {include: [{format: native}]}\n" + TARGET, "1:21: \"path\" is missing"),
            new Mistake(
                    "queries: {include: [{path: x, format: pgexporter}]}\n" + TARGET,
                    "1:39: \"format\" cannot be \"pgexporter\" (did you mean \"pg_exporter\"?); it is one of native,"
                            + " postgres_exporter, cloudnative_pg, pg_exporter"),
            new Mistake(
                    "queries: {include: [{path: x, metric_prefix: a-b}]}\n" + TARGET,
                    "1:46: \"metric_prefix\" must be letters, digits and \"_\", not \"a-b\""),
            new Mistake(
                    "compat_listeners: {web: [postgres]}\n" + TARGET,
                    "1:20: a key of \"compat_listeners\" must be a port from 1 to 65535"),
            new Mistake(
                    "compat_listeners: {9999: [postgres]}\n" + TARGET, "1:20: the port 9999 is taken by \"listen\""),
            new Mistake(
                    "compat_listeners: {9187: [postgre]}\n" + TARGET,
                    "1:27: unknown kind \"postgre\" (did you mean \"postgres\"?); there are postgres, redis, mysql, pgbouncer, host"),
            new Mistake(
                    "compat_listeners: {9187: []}\n" + TARGET,
                    "1:26: the port 9187 serves nothing; name a kind as in [postgres]"),
            new Mistake(
                    "thresholds: {A: {warning: 1}}\n" + TARGET,
                    "1:14: the threshold \"A\" must be lower-case letters, digits and \"_\""),
            new Mistake(
                    "thresholds: {a: {}}\n" + TARGET, "1:17: a threshold must give \"warning\", \"critical\" or both"),
            new Mistake(
                    "thresholds: {hit_ratio: {warning: 50}}\n" + TARGET,
                    "1:35: \"warning\" of hit_ratio must be a share from 0 to 1, not 50 (50 % is 0.5)"),
            new Mistake(
                    "thresholds: {hit_ratio: {warning: 0.5, critical: 0.6}}\n" + TARGET,
                    "1:50: \"critical\" of hit_ratio (0.6) must not be above \"warning\" (0.5): the lower, the worse"),
            new Mistake(
                    "thresholds: {a: {warning: high}}\n" + TARGET, "1:27: \"warning\" must be a number, not \"high\""),
            new Mistake(
                    "probe: {allow: [\"*\"]}\n",
                    "1:16: a probe needs \"modules\" with user and password, as in" + " default: {user: …}"),
            new Mistake(
                    "probe: {allow: [\"*\"], modules: {\"a/b\": {user: u}}}\n",
                    "1:33: the module \"a/b\" must be letters, digits, \"_\", \".\" and \"-\""),
            new Mistake(
                    "probe: {allow: [\"*\"], modules: {a: {host: h, user: u}}}\n",
                    "1:37: unknown key \"host\" (did you mean \"port\"?); known here: application_name, connect_timeout, database, databases,"
                            + " lock_timeout, max_connections, password, password_command, password_file, port,"
                            + " search_path, sslcert, sslkey, sslmode, sslrootcert, statement_timeout, user"),
            new Mistake(
                    "listen: ${NOWHERE}\n" + TARGET,
                    "1:9: the variable NOWHERE is not set; set it, or give a default as" + " in ${NOWHERE:default}"),
            new Mistake(
                    "listen: ${NOT-A-NAME}\n" + TARGET,
                    "1:9: \"${\" must be followed by the name of a variable and"
                            + " \"}\", as in ${NAME} or ${NAME:default}; a literal \"${\" is written \"$${\""),
            new Mistake(
                    "listen: ${OPEN\n" + TARGET,
                    "1:9: \"${\" must be followed by the name of a variable and"
                            + " \"}\", as in ${NAME} or ${NAME:default}; a literal \"${\" is written \"$${\""),
            new Mistake(
                    "listen: *hidden\n" + TARGET,
                    "1:9: not valid YAML: a value that starts with * stands for an"
                            + " alias, and there is none of that name; put it in quotes"));

    private static Mistake target(String body, String message, int column) {
        return new Mistake("targets: [{name: abc, " + body + "}]\n", "1:" + column + ": " + message);
    }

    private static Mistake server(String body, String message, int column) {
        return new Mistake("targets: [{name: a, postgres: {" + body + "}}]\n", "1:" + column + ": " + message);
    }

    @TestFactory
    Stream<DynamicTest> mistake_isToldWithItsPosition() {
        return MISTAKES.stream()
                .map(mistake -> DynamicTest.dynamicTest(
                        mistake.yaml(),
                        () -> assertThat(Written.config(folder, mistake.yaml()).mistakes())
                                .isEqualTo("dbvitals.yaml:" + mistake.message())));
    }

    @Test
    void mistakes_areToldAllAtOnceInTheOrderOfTheFile() {
        assertThat(Written.config(folder, """
                listen: nowhere
                scrape: {threads: none}
                targets:
                  - {name: a, postgres: {port: x, user: u}}
                """).mistakes()).isEqualTo("""
                dbvitals.yaml:1:9: "listen" must be host:port, [IPv6 address]:port, :port or a port, not "nowhere"
                dbvitals.yaml:2:19: "threads" must be a whole number, not "none"
                dbvitals.yaml:4:32: the port must be a whole number from 1 to 65535""");
    }

    @Test
    void unsetVariables_areToldAllAtOnce() {
        assertThat(Written.config(folder, "listen: ${A}\nweb_config: ${B}\n").mistakes())
                .contains("1:9: the variable A is not set")
                .contains("2:13: the variable B is not set");
    }

    @Test
    void emptyFile_saysWhatIsNeeded() {
        assertThat(Written.config(folder, "# nothing\n").mistakes())
                .isEqualTo("dbvitals.yaml is empty; give at least targets: [{name: …, postgres: {url: …}}]");
    }

    @Test
    void missingFile_isNamed() {
        ConfigLoader loader = ConfigLoader.of(Map.of(), List.of());
        Assertions.assertThatThrownBy(() -> loader.discover(Optional.of(Path.of("/no/such.yaml")), Overrides.NONE))
                .isInstanceOf(ConfigException.class)
                .hasMessage("/no/such.yaml does not exist");
    }

    @Test
    void wrongPgPort_namesTheVariable() {
        assertThat(Written.config(folder, TARGET, Map.of("PGPORT", "x")).mistakes())
                .isEqualTo("dbvitals.yaml:1:31: the variable PGPORT must be a whole number from 1 to 65535");
    }
}
