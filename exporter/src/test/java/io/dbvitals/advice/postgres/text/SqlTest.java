package io.dbvitals.advice.postgres.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT  'it''s', 4.2e-3, $1 FROM \"a'b\" -- secret | SELECT ?, ?, $1 FROM \"a'b\"",
                "CREATE ROLE x PASSWORD 'secret' | CREATE ROLE x PASSWORD ?",
                "SELECT E'se\\'cret', U&'secret', $$secret$$, $a$ se $$ cret $a$, B'10' | SELECT ?, ?, ?, ?, ?",
                "/* secret /* nested */ secret */ SELECT t1.a1 FROM t1 WHERE a=1e5 | SELECT t1.a1 FROM t1 WHERE a=?",
                "SELECT 'secret that was cut | SELECT ?",
                "SELECT $$secret that was cut | SELECT ?",
                "(NOT (ANY (id = (hashed SubPlan 1).col1))) | (NOT (ANY (id = (hashed SubPlan 1).col1)))",
                "SELECT a FROM t WHERE j ? 'secret' AND x::numeric > .5 | SELECT a FROM t WHERE j ? ? AND x::numeric > ?",
            })
    void redactedText_holdsNoValues(String text, String redacted) {
        assertThat(Sql.of(text).redacted()).isEqualTo(redacted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SELECT 1; DROP TABLE a", "DROP TABLE a", "SELECT (1", "EXPLAIN SELECT 1", "", "COPY a TO 'b'"})
    void commandsAndSeveralStatements_areNotPlanned(String text) {
        assertThat(Sql.of(text).plannable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ';'",
                "with a AS (SELECT 1) SELECT * FROM a",
                "UPDATE a SET b = $1",
                "(SELECT 1) UNION (SELECT 2)"
            })
    void oneStatement_isPlanned(String text) {
        assertThat(Sql.of(text).plannable()).isTrue();
    }

    @Test
    void literalWithABackslash_mayGoOn_andSoNothingBehindItIsShown() {
        assertThat(Sql.of("DECLARE c CURSOR FOR SELECT 'it\\'s secret', 1").redacted())
                .isEqualTo("DECLARE c CURSOR FOR SELECT ? ...");
        assertThat(Sql.of("SELECT E'it\\'s secret', a").redacted()).isEqualTo("SELECT ?, a");
    }

    @Test
    void preparedStatement_isWhatIsPrepared() {
        assertThat(Sql.of("PREPARE a (int, text) AS SELECT $1").prepared().text())
                .isEqualTo("SELECT $1");
        assertThat(Sql.of("SELECT $1").prepared().text()).isEqualTo("SELECT $1");
    }

    @Test
    void parameters_areCounted() {
        assertThat(Sql.of("SELECT $2, '$9', $1").parameters()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "DELETE FROM a WHERE b = $1 RETURNING c | SELECT 1 FROM a WHERE b = $1",
                "UPDATE s.a x SET b = $1, c = (SELECT 1 FROM d WHERE e = $2) WHERE f = $3 AND g = $4 | SELECT 1 FROM s.a x WHERE f = $1 AND g = $2",
                "UPDATE a SET b = $1 FROM c WHERE a.d = c.d AND c.e = $2 | SELECT 1 FROM a, c WHERE a.d = c.d AND c.e = $1",
                "DELETE FROM a USING c WHERE a.d = c.d | SELECT 1 FROM a, c WHERE a.d = c.d",
            })
    void change_isASearchForItsRows(String text, String search) {
        assertThat(Sql.of(text).asSearch()).contains(search);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1 FROM a WHERE b", "DELETE FROM a", "UPDATE a SET b = 1", "INSERT INTO a SELECT 1"})
    void otherStatements_areNoSearch(String text) {
        assertThat(Sql.of(text).asSearch()).isEmpty();
    }
}
