package io.dbvitals.advice.mysql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredicateTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "orders.customer = 77~orders.customer EQUALITY - number",
                "(`shop`.`o`.`customer` = 77)~o.customer EQUALITY - number",
                "shop.orders.customer = 'a'~orders.customer EQUALITY -",
                "77 = o.customer~o.customer EQUALITY - number",
                "o.a in (1,2)~o.a EQUALITY -",
                "o.a in (subquery#2)~o.a OTHER -",
                "o.a not in (1,2)~o.a OTHER -",
                "o.a is null~o.a EQUALITY -",
                "o.a is not null~o.a OTHER -",
                "o.a <> 3~o.a OTHER -",
                "o.a between 1 and 3~o.a RANGE - number",
                "o.a like 'x%'~o.a RANGE -",
                "o.a like '%x'~o.a PATTERN -",
                "lcase(o.`status`) = 'x'~o.status OTHER lcase",
                "cast(o.a as date) = 'x'~o.a OTHER cast",
                "o.a + 1 = 5~o.a OTHER arithmetic",
                "o.a % 10 = 5~o.a OTHER arithmetic",
                "<cache>(5) > o.a~o.a RANGE -",
                "o.a >= <cache>(5)~o.a RANGE -",
            })
    void of_readsAPlansCondition(String condition, String expected) {
        assertThat(Predicate.of(condition))
                .singleElement()
                .extracting(each -> each.table() + "." + each.column() + " " + each.kind() + " "
                        + each.function().orElse("-") + (each.numeric() ? " number" : ""))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "c.`id` = o.customer~2",
                "a.x = 1 and (a.y > 2 or b.z < 3)~3",
                "1 = 1~0",
                "!<in_optimizer>(o.a,o.a in (subquery#2)) and o.b = 1~3",
                "rand() < 0.5~0"
            })
    void of_findsAllColumns(String condition, int columns) {
        assertThat(Predicate.of(condition)).hasSize(columns);
    }
}
