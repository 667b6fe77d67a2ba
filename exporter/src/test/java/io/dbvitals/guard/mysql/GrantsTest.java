package io.dbvitals.guard.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GrantsTest {
    @Test
    void rightsOnEverything_areThoseThatCount() {
        assertThat(Grants.of(List.of(
                        "GRANT PROCESS, CONNECTION ADMIN ON *.* TO `guard`@`%` IDENTIFIED BY PASSWORD '*12C0'",
                        "GRANT SELECT ON `performance_schema`.* TO `guard`@`%`",
                        "GRANT SELECT (`User`, `Super_priv`) ON `mysql`.`user` TO `guard`@`%`")))
                .isEqualTo(new Grants(true, true, true, true));
        assertThat(Grants.of(List.of(
                        "GRANT USAGE ON *.* TO `guard`@`%`", "GRANT ALL PRIVILEGES ON `shop`.* TO `guard`@`%`")))
                .isEqualTo(new Grants(false, false, false, false));
        assertThat(Grants.of(List.of("GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION")))
                .isEqualTo(new Grants(true, true, true, true));
    }

    @Test
    void dynamicRightsOfMySql_areOnesOfTheirOwn() {
        assertThat(Grants.of(List.of(
                        "GRANT SELECT, PROCESS ON *.* TO `guard`@`%`",
                        "GRANT CONNECTION_ADMIN,SYSTEM_USER ON *.* TO `guard`@`%`",
                        "GRANT `watch`@`%` TO `guard`@`%`")))
                .isEqualTo(new Grants(true, true, true, true));
    }
}
