package io.dbvitals.advice.mysql.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "SELECT 1 FROM t~SELECT 1 FROM t",
                "/* app */ (select a from t)~/* app */ (select a from t)",
                "WITH x AS (SELECT 1) SELECT * FROM x~WITH x AS (SELECT 1) SELECT * FROM x",
                "UPDATE t SET a = 1 WHERE b = 2~SELECT * FROM t WHERE b = 2",
                "update low_priority s.t x set a = (1) where b = 'where' limit 3~SELECT * FROM s.t x where b = 'where' limit 3",
                "DELETE QUICK FROM t WHERE b = 2 ORDER BY c~SELECT * FROM t WHERE b = 2 ORDER BY c",
            })
    void explainable_changesNothing(String sql, String expected) {
        assertThat(new Sample("shop", sql).explainable()).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "(",
                "INSERT INTO t VALUES (1)",
                "UPDATE t SET a = 1",
                "UPDATE t, u SET t.a = 1 WHERE t.b = u.b",
                "UPDATE t JOIN u USING (b) SET t.a = 1 WHERE t.b = 1",
                "DELETE t FROM t JOIN u ON t.b = u.b WHERE u.c = 1",
                "SELECT a FROM t WHERE b = ?",
                "SELECT 1; DROP TABLE t",
                "CALL p()",
                "SELECT a FROM t WHERE b = Benchmark(1000000, md5('x'))",
                "SELECT a FROM t WHERE b = `sleep`(9)",
                "SELECT NEXT VALUE FOR s FROM t",
                "SELECT a INTO OUTFILE '/tmp/x' FROM t",
                "WHERE UPDATE SET",
            })
    void explainable_isNothingElse(String sql) {
        assertThat(new Sample("shop", sql).explainable()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = "SELECT 'secret'")
    void toString_hidesTheValues(String sql) {
        assertThat(new Sample("shop", sql)).hasToString("Sample[shop]");
    }
}
