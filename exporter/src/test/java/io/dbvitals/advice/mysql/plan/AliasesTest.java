package io.dbvitals.advice.mysql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.advice.mysql.plan.Aliases.Table;
import org.junit.jupiter.api.Test;

class AliasesTest {
    @Test
    void of_knowsWhatAnAliasMeans() {
        Aliases aliases = Aliases.of(
                "SELECT o.id, (SELECT max(x) FROM `deep` d WHERE d.id = o.id) FROM shop.orders AS o"
                        + " LEFT JOIN `Customers` c ON c.id = o.customer, plain, other t WHERE o.id IN (SELECT id FROM late)");
        assertThat(aliases.table("o")).contains(new Table("shop", "orders"));
        assertThat(aliases.table("C")).contains(new Table("", "Customers"));
        assertThat(aliases.table("plain")).contains(new Table("", "plain"));
        assertThat(aliases.table("t")).contains(new Table("", "other"));
        assertThat(aliases.table("d")).contains(new Table("", "deep"));
        assertThat(aliases.table("late")).contains(new Table("", "late"));
        assertThat(aliases.table("<derived2>")).isEmpty();
    }

    @Test
    void of_readsUpdates() {
        assertThat(Aliases.of("UPDATE orders o SET o.a = 1 WHERE o.b = 2").table("o"))
                .contains(new Table("", "orders"));
        assertThat(Aliases.of("UPDATE orders SET a = 1").table("orders")).contains(new Table("", "orders"));
    }
}
