package io.dbvitals.migration.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            FLYWAY, 1 1.9 1.10, 1.10, REACHED
            FLYWAY, 1 1.9 1.10, 1.9.0, REACHED
            FLYWAY, 1 1.9 1.10, 1_9, REACHED
            FLYWAY, 1 1.9 1.10, 1.11, BEHIND
            FLYWAY, 1 1.9 1.10, 1.9.5, SKIPPED
            FLYWAY, 2026.11.21, 2026.11.3, SKIPPED
            FLYWAY, 1, latest, MEANINGLESS
            FLYWAY, '', 1, BEHIND
            LIQUIBASE, 1 add-price v2 db.sql::1::bob, add-price, REACHED
            LIQUIBASE, 1 add-price v2 db.sql::1::bob, v2, REACHED
            LIQUIBASE, 1 add-price v2 db.sql::1::bob, db.sql::1::bob, REACHED
            LIQUIBASE, 1 add-price v2 db.sql::1::bob, 2, BEHIND
            ALEMBIC, ae1027a6acf, ae1027a6acf, REACHED
            ALEMBIC, ae1027a6acf, 1975ea83b712, BEHIND
            DJANGO, shop.0001_initial shop.0003_price, shop.0003_price, REACHED
            DJANGO, shop.0001_initial shop.0003_price, shop.0003, REACHED
            DJANGO, shop.0001_initial shop.0003_price, shop.0002_name, SKIPPED
            DJANGO, shop.0001_initial shop.0003_price, shop.0003_other, BEHIND
            DJANGO, shop.0001_initial shop.0003_price, shop.0004, BEHIND
            DJANGO, shop.0001_initial, users.0001, BEHIND
            DJANGO, shop.0001_squashed_0012_price, shop.0009_name, REACHED
            DJANGO, shop.0001_squashed_0012_price, shop.0013, BEHIND
            DJANGO, shop.0002_squashed_0012_price, shop.0001, SKIPPED
            DJANGO, shop.0001_initial, 0001, MEANINGLESS
            RAILS, 20260101000000 20260301000000, 20260301000000, REACHED
            RAILS, 20260101000000 20260301000000, 20260201000000, SKIPPED
            RAILS, 20260101000000 20260301000000, 20260302000000, BEHIND
            RAILS, 20260101000000, v1, MEANINGLESS
            GOLANG_MIGRATE, 12, 12, REACHED
            GOLANG_MIGRATE, 12, 9, REACHED
            GOLANG_MIGRATE, 12, 0013, BEHIND
            """)
    void version_isComparedInTheOrderOfItsTool(Tool tool, String names, String required, Progress progress) {
        assertThat(state(tool, List.of(names.split(" ")), Optional.empty()).towards(required))
                .isEqualTo(progress);
    }

    @Test
    void baseline_standsForWhatIsBeforeIt() {
        MigrationState state = state(Tool.FLYWAY, List.of("7", "8"), Optional.of("7"));
        assertThat(state.towards("3")).isEqualTo(Progress.REACHED);
        assertThat(state.towards("7.5")).isEqualTo(Progress.SKIPPED);
        assertThat(state.towards("9")).isEqualTo(Progress.BEHIND);
    }

    private static MigrationState state(Tool tool, List<String> names, Optional<String> baseline) {
        Place place = new Place("app", "public", "migrations");
        return new MigrationState(tool, place, List.of(), names.size(), names, baseline, List.of(), "");
    }
}
