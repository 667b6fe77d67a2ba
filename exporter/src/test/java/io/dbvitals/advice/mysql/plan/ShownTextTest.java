package io.dbvitals.advice.mysql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShownTextTest {
    private static final Set<String> NAMES = Set.of("shop", "o", "orders", "note", "code", "customer", "b 2");

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "orders.note = 'secret' and orders.`code` > 5~orders.note = ? and orders.`code` > ?",
                "(`shop`.`o`.`b 2` in (1,'a',NULL))~(`shop`.`o`.`b 2` in (?,?,NULL))",
                "lcase(o.note) like 'x%'~lcase(o.note) like ?",
                "!<in_optimizer>(o.customer,<exists>(subquery#2))~!<in_optimizer>(o.customer,<exists>(subquery#2))",
                "o.code between <cache>(1) and -2 or o.note is null~o.code between <cache>(?) and -? or o.note is null",
                "o.code > DATE'2020-01-01' + interval 5 day~o.code > DATE? + interval ? day",
                "o.note = 'secret' collate utf8mb4~o.note = ? collate utf8mb4",
            })
    void of_showsKnownNamesAndNoValue(String condition, String expected) {
        assertThat(ShownText.of(condition, NAMES)).isEqualTo(expected);
    }

    /** Values with quotes in them, as servers write them: without any escape. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "o.note = 'it's secret'",
                "o.note = 'back\\' secret' or o.note = 'x'",
                "o.note = 'a' secret = 'b'",
                "o.note = 'p'!%'",
                "o.note = 'p'@secret'",
                "o.note = 'p'; drop secret'",
                "o.note = 'a' or o.secret = 'b'",
                "o.note = 'a'secret(o.note)'",
                "o.note = 'a'note'",
                "o.note = ''secret''",
                "o.note = '`secret`'' or `secret` = ''",
            })
    void of_hidesValuesWithQuotes(String condition) {
        assertThat(ShownText.of(condition, NAMES)).isIn(ShownText.HIDDEN, "o.note = ?", "o.note = ? or o.note = ?");
    }
}
