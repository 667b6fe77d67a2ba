package io.dbvitals.instrumentation.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SqlNormalizerTest {
    private static final Dialect POSTGRESQL = Dialect.POSTGRESQL;
    private static final Dialect MYSQL = Dialect.MYSQL;
    private static final Dialect UNKNOWN = Dialect.UNKNOWN;

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("statements")
    void statement_hasPattern(Dialect dialect, String sql, String pattern) {
        assertThat(pattern(dialect, sql)).isEqualTo(pattern);
        assertThat(pattern(dialect, pattern)).as("pattern of the pattern").isEqualTo(pattern);
    }

    static Stream<Arguments> statements() {
        return Stream.of(
                // literals
                of(
                        POSTGRESQL,
                        "SELECT * FROM t WHERE a = 'it''s' AND b=1.5e-3",
                        "SELECT * FROM t WHERE a = ? AND b = ?"),
                of(
                        POSTGRESQL,
                        "select -1, a -1, a - -1, (-2), 0x1F, 1_000, .5",
                        "SELECT ?, a - ?, a - ?, (?), ?, ?, ?"),
                of(POSTGRESQL, "SELECT a.*/* all */, b.*` FROM a", "SELECT a.*, b.* ` FROM a"),
                of(POSTGRESQL, "SELECT E'a\\'secret', 'C:\\', x", "SELECT ?, ?, x"),
                of(POSTGRESQL, "SELECT E'a'\n 'b\\'secret', x", "SELECT ?, x"),
                of(POSTGRESQL, "SELECT $$it's$$, $fn$ $$ ' $fn$, $1, a$b", "SELECT ?, ?, ?, a$b"),
                of(POSTGRESQL, "SELECT U&'d\\0061' UESCAPE '!', U&\"d\\0061\"", "SELECT ? UESCAPE ?, U&\"d\\0061\""),
                of(POSTGRESQL, "SELECT B'101', X'1F', N'x', DATE '2020-01-01'", "SELECT ?, ?, ?, DATE ?"),
                of(POSTGRESQL.withBackslashes(true), "SELECT 'it\\'s secret', x", "SELECT ?, x"),
                of(MYSQL, "SELECT 'it\\'s', \"a \\\" b\", `it's`, x'1F', 0b1", "SELECT ?, ?, `it's`, ?, ?"),
                of(MYSQL, "SELECT _utf8mb4'x', _latin1 \"y\", 'a' 'b'", "SELECT ?, ?, ?"),
                of(MYSQL.withBackslashes(false), "SELECT 'C:\\', 'secret'", "SELECT ?, ?"),
                of(MYSQL.withDoubleQuotedLiterals(false), "SELECT \"name\"", "SELECT \"name\""),
                of(Dialect.STANDARD, "SELECT q'[it's]', \"n\" FROM dual", "SELECT ?, \"n\" FROM dual"),
                of(Dialect.STANDARD, "SELECT [it's] = 'secret'", "SELECT ?"),
                of(Dialect.STANDARD, "SELECT [name] FROM dbo.[t]", "SELECT[name] FROM dbo.[t]"),
                // constants that are words
                of(POSTGRESQL, "SELECT true, NULL WHERE a IS NOT NULL AND b", "SELECT ?, ? WHERE a IS NOT NULL AND b"),
                of(POSTGRESQL, "UPDATE t SET a = NULL WHERE b IS TRUE", "UPDATE t SET a = ? WHERE b IS TRUE"),
                of(POSTGRESQL, "INSERT INTO t DEFAULT VALUES", "INSERT INTO t DEFAULT VALUES"),
                // lists and rows
                of(POSTGRESQL, "SELECT a FROM t WHERE b in (1,2 , 3)", "SELECT a FROM t WHERE b IN (?)"),
                of(POSTGRESQL, "WHERE (a, b) IN ((1, 'x'), (2, 'y'))", "WHERE (a, b) IN ((?, ?))"),
                of(
                        POSTGRESQL,
                        "WHERE a NOT IN (?, ?) OR b = ANY(ARRAY[1, 2])",
                        "WHERE a NOT IN (?) OR b = ANY (ARRAY[?])"),
                of(
                        POSTGRESQL,
                        "INSERT INTO t(a,b) VALUES (1, now()), (2, now()),(DEFAULT, now()) RETURNING a",
                        "INSERT INTO t(a, b) VALUES (?, now()) RETURNING a"),
                of(
                        MYSQL,
                        "INSERT INTO t VALUES (1),(2) ON DUPLICATE KEY UPDATE a=VALUES(a), b = VALUES(b)",
                        "INSERT INTO t VALUES (?) ON DUPLICATE KEY UPDATE a = VALUES (a), b = VALUES (b)"),
                of(POSTGRESQL, "SELECT f(1, 2), f(3)", "SELECT f(?, ?), f(?)"),
                // comments
                of(POSTGRESQL, "SELECT 1 -- it's\n, x /* a /* ' */ b */ FROM t", "SELECT ?, x FROM t"),
                of(POSTGRESQL, "SELECT 1 /* never closed 'secret'", "SELECT ?"),
                of(MYSQL, "SELECT 1 # it's\n, 5--2 -- ' \n, x /* /* */ FROM t", "SELECT ?, ? - ?, x FROM t"),
                of(MYSQL, "SELECT /*!40001 SQL_NO_CACHE */ x", "SELECT x"),
                of(MYSQL, "SELECT /*! '*/ secret' */ x", "SELECT"),
                // operators
                of(
                        POSTGRESQL,
                        "SELECT a::int, b->>'k', c @> '{}', d ?? 'k', e <-> $1",
                        "SELECT a::int, b ->> ?, c @> ?, d ?? ?, e <-> ?"),
                of(POSTGRESQL, "WHERE a=-1 AND b>=:name AND t . c=?::text", "WHERE a = ? AND b >= ? AND t.c = ?::text"),
                of(MYSQL, "SELECT @x := 1, @@global.y, a<=>2", "SELECT @x := ?, @@global.y, a <=> ?"),
                of(MYSQL, "CREATE USER 'u'@'h' IDENTIFIED BY 'secret'", "CREATE USER ? @ ? IDENTIFIED BY ?"),
                // layout
                of(POSTGRESQL, "  select\t\"A b\"\n,count( * )from T ; ; ", "SELECT \"A b\", count(*) FROM T"),
                of(POSTGRESQL, "{call f(1)}", "{ CALL f(?) }"),
                of(POSTGRESQL, "BEGIN; COMMIT;", "BEGIN; COMMIT"),
                of(POSTGRESQL, "", ""),
                // what never ends, and what may be read in two ways
                of(POSTGRESQL, "SELECT 'secret", "SELECT ?"),
                of(POSTGRESQL, "SELECT \"secret", "SELECT ?"),
                of(POSTGRESQL, "SELECT $x$ secret $$", "SELECT ?"),
                of(MYSQL, "SELECT `secret", "SELECT ?"),
                of(UNKNOWN, "SELECT \"a\", 'C:\\', 'secret'", "SELECT ?, ?"),
                of(UNKNOWN, "SELECT a # 'x\n secret'", "SELECT a"),
                of(UNKNOWN, "SELECT a --it's\n = 'secret'", "SELECT a"),
                of(UNKNOWN, "SELECT a /* /* */ ' */ secret '", "SELECT a"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void statement_hasOperation(String sql, String operation) {
        assertThat(SqlNormalizer.of(POSTGRESQL, 100).normalize(sql).operation()).isEqualTo(operation);
    }

    static Stream<Arguments> operations() {
        return Stream.of(
                Arguments.of("select 1", "SELECT"),
                Arguments.of("(SELECT 1) UNION SELECT 2", "SELECT"),
                Arguments.of("/* DELETE */ insert into t values (1)", "INSERT"),
                Arguments.of("WITH a AS (SELECT 1), b AS (DELETE FROM t) UPDATE t SET x = 1", "UPDATE"),
                Arguments.of("{call f()}", "CALL"),
                Arguments.of("secret_extension", "_OTHER"),
                Arguments.of("'secret'", "_OTHER"),
                Arguments.of("", "_OTHER"));
    }

    @Test
    void longPattern_isCutBetweenWords() {
        String columns = String.join(
                ", ", IntStream.range(0, 100).mapToObj(i -> "column" + i).toList());

        String pattern =
                SqlNormalizer.of(POSTGRESQL, 40).normalize("SELECT " + columns).text();

        assertThat(pattern).isEqualTo("SELECT column0, column1, column2, ...");
        assertThat(SqlNormalizer.of(POSTGRESQL, 40).normalize(pattern).text()).isEqualTo(pattern);
    }

    @Test
    void longListOfRows_isNotCut() {
        String rows = String.join(
                ", ",
                IntStream.range(0, 10_000).mapToObj(i -> "(" + i + ", 'x')").toList());

        assertThat(SqlNormalizer.of(POSTGRESQL, 64)
                        .normalize("INSERT INTO t VALUES " + rows)
                        .text())
                .isEqualTo("INSERT INTO t VALUES (?, ?)");
    }

    @Test
    void product_hasDialect() {
        assertThat(List.of(
                        Dialect.ofProduct("PostgreSQL"),
                        Dialect.ofProduct("MySQL"),
                        Dialect.ofProduct("MariaDB"),
                        Dialect.ofProduct("H2"),
                        Dialect.ofProduct("Microsoft SQL Server"),
                        Dialect.ofProduct("Redshift")))
                .containsExactly(POSTGRESQL, MYSQL, Dialect.MARIADB, Dialect.STANDARD, Dialect.STANDARD, UNKNOWN);
    }

    @Test
    void limit_leavesRoom() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SqlNormalizer.of(POSTGRESQL, 31))
                .withMessage("a pattern needs room for at least 32 characters, not 31");
    }

    private static Arguments of(Dialect dialect, String sql, String pattern) {
        return Arguments.of(dialect, sql, pattern);
    }

    private static String pattern(Dialect dialect, String sql) {
        return SqlNormalizer.of(dialect, 2000).normalize(sql).text();
    }
}
