package io.dbvitals.advice.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Rule;
import io.dbvitals.testing.TestServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plans that take longer to compile than to run, on a server that compiles. */
class JitIT {
    private static final String SHORT = "SELECT sum(customer * street + town) FROM orders WHERE id < 200";

    @Test
    void compilingThatTakesTheTime_isFound_untilItIsOff() throws Exception {
        try (TestServer server = TestServer.startWithJit();
                Shop shop = new Shop(server)) {
            assertThat(server.ask("SELECT pg_jit_available()")).isEqualTo("t");
            List<Advice> found = shop.advice(Rule.JIT_TIME, 5, SHORT);
            assertThat(found).singleElement().satisfies(advice -> {
                assertThat(advice.text()).contains("Raise jit_above_cost above this plan's cost");
                assertThat(advice.evidence())
                        .anySatisfy(each -> assertThat(each.name()).isEqualTo("time of compiling"));
            });
            assertThat(shop.advice(Rule.JIT_TIME, connection -> {
                        Shop.run(connection, 1, "SET jit = off");
                        Shop.run(connection, 5, SHORT);
                    }))
                    .isEmpty();
        }
    }
}
