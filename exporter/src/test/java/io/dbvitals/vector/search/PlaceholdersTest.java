package io.dbvitals.vector.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {
    @Test
    void everyValue_isBound() {
        assertThat(Placeholders.in("SELECT e <-> $1 FROM t WHERE e <-> $1::vector < 2"))
                .isEqualTo(new Placeholders("SELECT e <-> ? FROM t WHERE e <-> ?::vector < 2", 2));
    }

    @Test
    void operatorsWithQuestionMarks_areDoubled() {
        assertThat(Placeholders.in("SELECT j ? 'a', j ?| k FROM t"))
                .isEqualTo(new Placeholders("SELECT j ?? 'a', j ??| k FROM t", 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT '$1 ?'",
                "SELECT 'it''s $1'",
                "SELECT E'\\'$1'",
                "SELECT \"$1\"\"?\"",
                "SELECT 1 -- $1 ?",
                "SELECT 1 /* $1\n? */",
                "SELECT $$ $1 ? $$",
                "SELECT $q$ $1 $$ ? $q$",
                "SELECT $12"
            })
    void whatIsNoPlaceholder_stays(String sql) {
        assertThat(Placeholders.in(sql)).isEqualTo(new Placeholders(sql, 0));
    }
}
