package io.dbvitals.config.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.config.Config;
import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.PgBouncerConfig;
import io.dbvitals.config.RedisConfig;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.TlsConfig;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.testing.Written;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariablesTest {
    private static final String NAME = "DATA_SOURCE_NAME";
    private static final String URL = "postgresql://u:pw@db1:6000/app";

    @TempDir
    Path folder;

    private static Config read(String... namesAndValues) throws ConfigException {
        Map<String, String> environment = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            environment.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return ConfigLoader.of(environment, List.of()).discover(Optional.empty(), Overrides.NONE);
    }

    private String file(String text) throws Exception {
        return Files.writeString(Files.createTempFile(folder, "value", ""), text)
                .toString();
    }

    @Test
    void dataSourceName_isOneTarget() throws Exception {
        Config config = read(NAME, URL);
        TargetConfig.Postgres postgres = Written.postgres(config);
        assertThat(config.targets()).extracting(TargetConfig::name).containsExactly("postgres");
        assertThat(postgres.server()).isEqualTo("db1:6000");
        assertThat(postgres.database()).isEqualTo("app");
        assertThat(postgres.user()).isEqualTo("u");
        assertThat(postgres.password().read()).isEqualTo("pw");
        assertThat(config.listen()).isEqualTo(Config.Endpoint.DEFAULT);
        assertThat(config.files()).isEmpty();
    }

    @Test
    void dataSourceName_isPartedAtCommasBeforeAConnectionString() throws Exception {
        Config config = read(NAME, URL + ",host=h user=u password=a,b, postgres://u@h/d?options=a,b,postgresql://v@h");
        assertThat(config.targets())
                .extracting(TargetConfig::name)
                .containsExactly("db1-6000", "h-5432", "h-5432-2", "h-5432-3");
        assertThat(((TargetConfig.Postgres) config.targets().get(1).source())
                        .password()
                        .read())
                .isEqualTo("a,b");
    }

    @Test
    void dataSourceUri_takesUserAndPasswordFromVariables() throws Exception {
        TargetConfig.Postgres postgres = Written.postgres(read(
                "DATA_SOURCE_URI",
                "db1:6000/app?sslmode=disable",
                "DATA_SOURCE_USER",
                "u",
                "DATA_SOURCE_PASS",
                "p@/w"));
        assertThat(postgres.server()).isEqualTo("db1:6000");
        assertThat(postgres.user()).isEqualTo("u");
        assertThat(postgres.password()).isEqualTo(new Secret.Literal("p@/w"));
        assertThat(postgres.parameters()).containsEntry("sslmode", "disable");
    }

    @Test
    void dataSourceFiles_areReadAndThePasswordStaysAFile() throws Exception {
        String password = file("pw\n");
        TargetConfig.Postgres postgres = Written.postgres(read(
                "DATA_SOURCE_URI_FILE", file("db1/app\n"),
                "DATA_SOURCE_USER_FILE", file("u\n"),
                "DATA_SOURCE_PASS_FILE", password));
        assertThat(postgres.server()).isEqualTo("db1:5432");
        assertThat(postgres.user()).isEqualTo("u");
        assertThat(postgres.password()).isEqualTo(new Secret.File(Path.of(password)));
        assertThat(postgres.password().read()).isEqualTo("pw");
    }

    @Test
    void pgExporterUrl_isATarget() throws Exception {
        assertThat(Written.postgres(read("PG_EXPORTER_URL", URL)).host()).isEqualTo("db1");
        assertThat(Written.postgres(read("PG_EXPORTER_URL_FILE", file(URL))).host())
                .isEqualTo("db1");
    }

    @Test
    void dbVariables_areATarget() throws Exception {
        TargetConfig.Postgres postgres = Written.postgres(
                read("DB_HOST", "db1", "DB_PORT", "6000", "DB_NAME", "app", "DB_USER", "u", "DB_PASSWORD", "a b'c"));
        assertThat(postgres.server()).isEqualTo("db1:6000");
        assertThat(postgres.database()).isEqualTo("app");
        assertThat(postgres.user()).isEqualTo("u");
        assertThat(postgres.password()).isEqualTo(new Secret.Literal("a b'c"));
        String password = file("x");
        assertThat(Written.postgres(read("DB_HOST", "h", "DB_USER", "u", "DB_PASSWORD_FILE", password))
                        .password())
                .isEqualTo(new Secret.File(Path.of(password)));
    }

    @Test
    void dbPort_ofAKubernetesService_isUnderstood() throws Exception {
        assertThat(Written.postgres(read("DB_HOST", "db", "DB_PORT", "tcp://10.0.0.1:6432", "DB_USER", "u"))
                        .port())
                .isEqualTo(6432);
    }

    @Test
    void libpqVariables_fillWhatIsMissing() throws Exception {
        TargetConfig.Postgres postgres = Written.postgres(read(
                NAME,
                "postgresql://",
                "PGHOST",
                "h",
                "PGPORT",
                "7",
                "PGDATABASE",
                "d",
                "PGUSER",
                "u",
                "PGPASSWORD",
                "p"));
        assertThat(postgres.server()).isEqualTo("h:7");
        assertThat(postgres.database()).isEqualTo("d");
        assertThat(postgres.user()).isEqualTo("u");
        assertThat(postgres.password()).isEqualTo(new Secret.Literal("p"));
    }

    @Test
    void queryVariables_areThoseOfPostgresExporter() throws Exception {
        Config config = read(
                NAME,
                URL,
                "PG_EXPORTER_EXTEND_QUERY_PATH",
                "/q.yaml",
                "PG_EXPORTER_METRIC_PREFIX",
                "my",
                "PG_EXPORTER_DISABLE_DEFAULT_METRICS",
                "true");
        assertThat(config.queries().builtin()).isFalse();
        Config.Include include = config.queries().include().get(0);
        assertThat(include.path()).isEqualTo("/q.yaml");
        assertThat(include.format()).contains("postgres_exporter");
        assertThat(include.metricPrefix()).contains("my");
    }

    @Test
    void databaseVariables_select() throws Exception {
        Config config = read(
                NAME,
                URL,
                "PG_EXPORTER_AUTO_DISCOVER_DATABASES",
                "true",
                "PG_EXPORTER_INCLUDE_DATABASES",
                "a, b",
                "PG_EXPORTER_EXCLUDE_DATABASES",
                "c");
        assertThat(Written.postgres(config).databases())
                .isEqualTo(new TargetConfig.Databases(true, List.of("a", "b"), List.of("c"), 100));
        assertThat(Written.postgres(read(NAME, URL, "DB_MONITOR_DISCOVER_DATABASES", "1"))
                        .databases()
                        .discover())
                .isTrue();
    }

    @Test
    void constantLabels_areOnTheTarget() throws Exception {
        Config config = read(NAME, URL, "PG_EXPORTER_CONSTANT_LABELS", "env=prod, team=x=y");
        assertThat(config.targets().get(0).labels()).isEqualTo(Map.of("env", "prod", "team", "x=y"));
    }

    @Test
    void ownVariables_setTheServer() throws Exception {
        Config config = read(
                NAME,
                URL,
                "PG_EXPORTER_WEB_LISTEN_ADDRESS",
                ":9187",
                "DB_MONITOR_WEB_CONFIG",
                "/web.yml",
                "DB_MONITOR_SCRAPE_BUDGET",
                "5s");
        assertThat(config.listen()).isEqualTo(new Config.Endpoint("", 9187));
        assertThat(config.webConfig()).contains(Path.of("/web.yml"));
        assertThat(config.scrape().budget()).isEqualTo(Duration.ofSeconds(5));
        assertThat(read(NAME, URL, "PG_EXPORTER_WEB_LISTEN_ADDRESS", ":9187", "DB_MONITOR_LISTEN", "1")
                        .listen())
                .isEqualTo(new Config.Endpoint("", 1));
    }

    @Test
    void redisAddress_isATarget() throws Exception {
        Config both = read(NAME, URL, "REDIS_ADDR", "rediss://r:7000", "REDIS_USER", "me", "REDIS_PASSWORD", "pw");
        assertThat(both.targets()).extracting(TargetConfig::name).containsExactly("postgres", "redis");
        RedisConfig redis = (RedisConfig) both.targets().get(1).source();
        assertThat(redis.address()).isEqualTo("r:7000");
        assertThat(redis.user()).isEqualTo("me");
        assertThat(redis.password()).isEqualTo(new Secret.Literal("pw"));
        assertThat(redis.tls().mode()).isEqualTo(TlsConfig.Mode.VERIFY_FULL);

        RedisConfig bare =
                (RedisConfig) read("REDIS_ADDR", "r").targets().get(0).source();
        assertThat(bare.address()).isEqualTo("r:6379");
        assertThat(bare.tls()).isEqualTo(TlsConfig.OFF);
    }

    @Test
    void redisPasswordFile_isLookedUpByAddress() throws Exception {
        Path file = Files.writeString(
                folder.resolve("pw.json"), "{\"redis://me@r:6379\": \"a\", \"redis://r:6379\": \"b\"}");
        RedisConfig redis = (RedisConfig) read("REDIS_ADDR", "redis://r", "REDIS_PASSWORD_FILE", file.toString())
                .targets()
                .get(0)
                .source();
        assertThat(redis.password().read()).isEqualTo("b");
        assertThat(redis.at("other", 1).password().toString()).doesNotContain("\"b\"");
        assertThatThrownBy(() -> redis.at("other", 1).password().read())
                .isInstanceOf(ConfigException.class)
                .hasMessage("the password file " + file + " has no entry redis://other:1");
    }

    @ParameterizedTest
    @CsvSource({
        "u:p@(my:3307)/, my:3307, u, p",
        "u:p:w@tcp(my)/db?timeout=1s, my:3306, u, p:w",
        "mysql://u:p@my, my:3306, u, p",
        "jdbc:mariadb://u:p@my:1/db, my:1, u, p"
    })
    void dataSourceName_mayBeAMySqlServer(String text, String address, String user, String password) throws Exception {
        MySqlConfig mysql = (MySqlConfig) read(NAME, text).targets().get(0).source();
        assertThat(mysql.address()).isEqualTo(address);
        assertThat(mysql.user()).isEqualTo(user);
        assertThat(mysql.password().read()).isEqualTo(password);
    }

    @Test
    void pgbouncerConnectionString_isATarget() throws Exception {
        PgBouncerConfig pgbouncer = (PgBouncerConfig)
                read("PGBOUNCER_EXPORTER_CONNECTION_STRING", "postgres://stats:pw@pool:6432/pgbouncer?sslmode=require")
                        .targets()
                        .get(0)
                        .source();
        assertThat(pgbouncer.address()).isEqualTo("pool:6432");
        assertThat(pgbouncer.user()).isEqualTo("stats");
        assertThat(pgbouncer.tls().mode()).isEqualTo(TlsConfig.Mode.TRUST);
    }

    @Test
    void nothingConfigured_tellsTheThreeWays() {
        assertThatThrownBy(VariablesTest::read)
                .isInstanceOf(ConfigException.class)
                .hasMessage("""
                nothing is configured; give one of
                  a file:      dbvitals.yaml in this folder, /etc/dbvitals/dbvitals.yaml, or --config FILE, with
                                 targets: [{name: primary, postgres: {url: "postgresql://db1:5432/app", user: dbvitals}}]
                  an option:   --url postgresql://dbvitals@db1:5432/app --password-file FILE
                  a variable:  DATA_SOURCE_NAME=postgresql://dbvitals:PASSWORD@db1:5432/app
                               REDIS_ADDR=redis://cache:6379
                and the url may be redis://…, mysql://… or pgbouncer://… as well""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "REDIS_ADDR | http://hidden | REDIS_ADDR must look like redis://user@host:6379",
                "DATA_SOURCE_NAME | mysql://hidden | DATA_SOURCE_NAME names no user",
                "PGBOUNCER_EXPORTER_CONNECTION_STRING | postgres://u@h?sslmode=hidden | PGBOUNCER_EXPORTER_CONNECTION_STRING sslmode must be one of",
                "PGBOUNCER_EXPORTER_CONNECTION_STRING | postgres://hidden | PGBOUNCER_EXPORTER_CONNECTION_STRING names no user",
                "DATA_SOURCE_NAME | postgresql://u:hidden@h:x/d | DATA_SOURCE_NAME has a port that is no number",
                "DATA_SOURCE_NAME | postgresql://h/d | DATA_SOURCE_NAME: \"user\" is missing",
                "DATA_SOURCE_NAME | host=/var/run/postgresql user=u | DATA_SOURCE_NAME: the Unix socket",
                "DATA_SOURCE_URI | h:x/d | DATA_SOURCE_URI has a port that is no number",
                "DATA_SOURCE_URI_FILE | /none | DATA_SOURCE_URI_FILE: /none cannot be read: NoSuchFileException",
                "PG_EXPORTER_URL | hidden | PG_EXPORTER_URL must look like postgresql://",
                "DB_HOST | h | DB_HOST: \"user\" is missing",
            })
    void wrongTarget_namesTheVariable(String variable, String value, String message) {
        assertThatThrownBy(() -> read(variable, value))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("hidden");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DB_MONITOR_LISTEN | here | DB_MONITOR_LISTEN must be host:port, [IPv6 address]:port, :port or a port, not \"here\"",
                "PG_EXPORTER_WEB_LISTEN_ADDRESS | x | PG_EXPORTER_WEB_LISTEN_ADDRESS must be host:port, [IPv6 address]:port, :port or a port, not \"x\"",
                "DB_MONITOR_SCRAPE_BUDGET | 1ms | DB_MONITOR_SCRAPE_BUDGET must be a duration of more than 500ms, such as 10s",
                "PG_EXPORTER_AUTO_DISCOVER_DATABASES | maybe | PG_EXPORTER_AUTO_DISCOVER_DATABASES must be true or false",
                "PG_EXPORTER_DISABLE_DEFAULT_METRICS | 2 | PG_EXPORTER_DISABLE_DEFAULT_METRICS must be true or false",
                "PG_EXPORTER_CONSTANT_LABELS | x | PG_EXPORTER_CONSTANT_LABELS must be label=value pairs with commas between",
                "PGPORT | x | DATA_SOURCE_NAME: the variable PGPORT must be a whole number from 1 to 65535",
            })
    void wrongSetting_namesTheVariable(String variable, String value, String message) {
        assertThatThrownBy(() -> read(NAME, "postgresql://u@h", variable, value))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void twoUsers_areOneTooMany() {
        assertThatThrownBy(() -> read("DATA_SOURCE_URI", "a@h", "DATA_SOURCE_USER", "b"))
                .hasMessage("the user is given by DATA_SOURCE_USER and in DATA_SOURCE_URI; keep one of them");
    }
}
