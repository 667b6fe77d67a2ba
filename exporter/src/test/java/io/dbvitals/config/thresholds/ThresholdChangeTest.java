package io.dbvitals.config.thresholds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbvitals.config.Config;
import io.dbvitals.config.Config.Change;
import io.dbvitals.config.Config.Threshold;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.testing.Written;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThresholdChangeTest {
    private static final String NAME = "connections_used_ratio";
    private static final Instant NOW = Instant.parse("2024-01-15T10:30:00Z");

    @TempDir
    Path folder;

    private Config config() throws ConfigException {
        return Written.config(folder, """
                targets: [{name: cache, redis: {}}]
                thresholds: {connections_used_ratio: {warning: 0.8, critical: 0.9}, mine: {warning: 7}}
                """).load();
    }

    @Test
    void change_replacesWhatItGivesAndLeavesTheRest() throws ConfigException {
        List<Change> one = set("", NAME, Map.of("warning", Optional.of(0.5)), List.of());
        assertThat(counts(one)).isEqualTo(new Threshold(Optional.of(0.5), Optional.of(0.9)));
        List<Change> two = set("", NAME, Map.of("critical", Optional.of(0.6)), one);
        assertThat(two).hasSize(1);
        assertThat(counts(two)).isEqualTo(new Threshold(Optional.of(0.5), Optional.of(0.6)));
        List<Change> three = set("", NAME, Map.of("warning", Optional.empty(), "critical", Optional.of(0.85)), two);
        assertThat(counts(three)).isEqualTo(new Threshold(Optional.of(0.8), Optional.of(0.85)));
        List<Change> none = ThresholdChange.reset("", NAME).in(config(), three, "alice", NOW);
        assertThat(none).isEmpty();
        assertThat(ThresholdChange.applied(ThresholdChange.applied(config(), three), none)
                        .thresholds())
                .isEqualTo(config().thresholds());
    }

    @Test
    void change_ofOneTargetLeavesTheOthers() throws ConfigException {
        Config after =
                ThresholdChange.applied(config(), set("cache", NAME, Map.of("warning", Optional.of(0.5)), List.of()));
        assertThat(after.thresholds()).isEqualTo(config().thresholds());
        assertThat(after.targets().get(0).thresholds())
                .containsExactly(Map.entry(NAME, new Threshold(Optional.of(0.5), Optional.empty())));
        assertThat(after.changes().all())
                .containsExactly(
                        new Change("cache", NAME, new Threshold(Optional.of(0.5), Optional.empty()), "alice", NOW));
    }

    @Test
    void nonsense_isRefusedWithAReason() {
        assertThat(refused("", "conections_used_ratio", 0.5))
                .isEqualTo(
                        "there is no threshold \"conections_used_ratio\" (did you mean \"connections_used_ratio\"?); one for"
                                + " rules of your own must first stand under \"thresholds\" of the configuration");
        assertThat(refused("", "mine", 5)).isEqualTo("accepted");
        assertThat(refused("", "guard_blocked", 5))
                .isEqualTo("the bounds of the guard's rules stand in guard.rules of the configuration");
        assertThat(refused("cach", NAME, 0.5))
                .isEqualTo("there is no target \"cach\" (did you mean \"cache\"?); there are cache");
        assertThat(refused("", NAME, 0.95))
                .isEqualTo(
                        "\"critical\" of connections_used_ratio (0.9) must not be below \"warning\" (0.95): the higher, the"
                                + " worse");
        assertThat(refused("", NAME, 95))
                .isEqualTo("\"warning\" of connections_used_ratio must be a share from 0 to 1, not 95 (95 % is 0.95)");
        assertThat(catchThrowableOfType(ConfigException.class, () -> set("", NAME, Map.of(), List.of())))
                .hasMessage("a change must give \"warning\", \"critical\" or both");
    }

    private String refused(String target, String name, double warning) {
        ConfigException e = catchThrowableOfType(
                ConfigException.class, () -> set(target, name, Map.of("warning", Optional.of(warning)), List.of()));
        return Optional.ofNullable(e).map(Throwable::getMessage).orElse("accepted");
    }

    private List<Change> set(String target, String name, Map<String, Optional<Double>> numbers, List<Change> changes)
            throws ConfigException {
        return new ThresholdChange(target, name, numbers).in(config(), changes, "alice", NOW);
    }

    private Threshold counts(List<Change> changes) throws ConfigException {
        return ThresholdChange.applied(config(), changes).thresholds().get(NAME);
    }
}
