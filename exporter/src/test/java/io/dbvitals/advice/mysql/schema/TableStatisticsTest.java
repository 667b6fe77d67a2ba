package io.dbvitals.advice.mysql.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableStatisticsTest {
    @ParameterizedTest
    @CsvSource({
        "shop/orders,shop.orders",
        "shop/odd@002dname,shop.odd-name",
        "shop/parts#P#p0,shop.parts",
        "shop/parts#p#p0#sp#s1,shop.parts",
        "shop/money@0024,shop.money$",
    })
    void name_isThatOfTheTable(String file, String table) {
        assertThat(TableStatistics.name(file)).isEqualTo(table);
    }
}
