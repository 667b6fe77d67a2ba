package io.dbvitals.app.health.figures;

import io.dbvitals.config.Config;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.health.score.Bounds;
import java.util.HashMap;
import java.util.Map;

/** The bounds of the figures of one target: those of {@code thresholds}, of the target before those of all, else the standard ones. */
public record Limits(Map<String, Config.Threshold> thresholds) {
    public Limits {
        thresholds = Map.copyOf(thresholds);
    }

    public static Limits of(Config config, TargetConfig target) {
        Map<String, Config.Threshold> all = new HashMap<>(config.thresholds());
        target.thresholds().forEach((name, own) -> all.merge(name, own, Limits::over));
        return new Limits(all);
    }

    private static Config.Threshold over(Config.Threshold all, Config.Threshold own) {
        return new Config.Threshold(
                own.warning().or(all::warning), own.critical().or(all::critical));
    }

    /** What the configuration does not say keeps its distance from what it says. */
    public Bounds of(String threshold, Bounds standard) {
        Config.Threshold wanted = thresholds.get(threshold);
        if (wanted == null) {
            return standard;
        }
        boolean rising = standard.critical() >= standard.good();
        double warning = wanted.warning().orElse(standard.warning());
        double critical = wanted.critical().orElse(standard.critical());
        boolean contradictory = rising ? critical < warning : critical > warning;
        if (contradictory && wanted.warning().isEmpty()) {
            warning = critical;
        } else if (contradictory) {
            critical = warning;
        }
        double good =
                standard.warning() == 0 ? standard.good() + warning : standard.good() * warning / standard.warning();
        return new Bounds(rising ? Math.min(good, warning) : Math.max(good, warning), warning, critical);
    }
}
