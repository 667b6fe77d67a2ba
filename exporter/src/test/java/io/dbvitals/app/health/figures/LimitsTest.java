package io.dbvitals.app.health.figures;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.Config;
import io.dbvitals.config.Config.Threshold;
import io.dbvitals.health.score.Bounds;
import io.dbvitals.testing.Written;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsTest {
    private static final Bounds USED = new Bounds(0.5, 0.8, 0.95);
    private static final Bounds FREE = new Bounds(0.2, 0.1, 0.05);

    @TempDir
    Path folder;

    @Test
    void target_goesBeforeAll_boundByBound() throws Exception {
        Config config = Written.config(folder, """
                        targets: [{name: a, postgres: {user: u}, thresholds: {used: {critical: 0.99}}}]
                        thresholds: {used: {warning: 0.9, critical: 0.95}}
                        """).load();
        Bounds bounds = Limits.of(config, config.targets().get(0)).of("used", USED);
        assertThat(bounds.warning()).isEqualTo(0.9);
        assertThat(bounds.critical()).isEqualTo(0.99);
        assertThat(bounds.good()).as("keeps its distance").isEqualTo(0.5 * 0.9 / 0.8);
        assertThat(new Limits(Map.of()).of("used", USED)).isEqualTo(USED);
    }

    @Test
    void boundsThatContradict_giveWayToTheOneThatWasWritten() {
        assertThat(limits(Optional.of(0.97), Optional.empty()).of("x", USED).critical())
                .isEqualTo(0.97);
        assertThat(limits(Optional.empty(), Optional.of(0.6)).of("x", USED).warning())
                .isEqualTo(0.6);
        Bounds free = limits(Optional.of(0.02), Optional.empty()).of("x", FREE);
        assertThat(free.critical()).isEqualTo(0.02);
        assertThat(free.badness(0.03)).isLessThan(0.5);
        assertThat(limits(Optional.of(0.9), Optional.of(0.5)).of("x", USED).badness(0.9))
                .isEqualTo(1);
    }

    private static Limits limits(Optional<Double> warning, Optional<Double> critical) {
        return new Limits(Map.of("x", new Threshold(warning, critical)));
    }
}
