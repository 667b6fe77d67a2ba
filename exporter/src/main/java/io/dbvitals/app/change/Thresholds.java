package io.dbvitals.app.change;

import io.dbvitals.config.Config;
import io.dbvitals.config.Config.Change;
import io.dbvitals.config.Config.Threshold;
import io.dbvitals.config.thresholds.ChangesFile;
import io.dbvitals.config.thresholds.KnownThresholds;
import io.dbvitals.config.thresholds.ThresholdChange;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.http.answer.Refusal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Changes thresholds, one after the other: checked, put on record, kept in the file beside the configuration, and in force. */
public final class Thresholds {
    private static final int INVALID = 400;
    private static final int CONFLICT = 409;
    private static final int FAILED = 500;

    private final Supplier<Config> config;
    private final Consumer<List<Change>> use;
    private final ChangeLog log;
    private final InstantSource clock;

    /** {@code use}: puts the changes in force. */
    public Thresholds(Supplier<Config> config, Consumer<List<Change>> use, ChangeLog log, InstantSource clock) {
        this.config = config;
        this.use = use;
        this.log = log;
        this.clock = clock;
    }

    /**
     * What a change has come to; empty numbers where only the alert rules have one.
     *
     * @param before what counted
     * @param now what counts
     */
    public record Changed(String target, String name, Optional<Threshold> before, Optional<Threshold> now) {
        /** For the record: {@code connections_used_ratio warning 0.8 → 0.7}. */
        public String text() {
            List<String> parts = new ArrayList<>();
            for (String severity : ThresholdChange.SEVERITIES) {
                Optional<Double> old = number(before, severity);
                Optional<Double> fresh = number(now, severity);
                if (!old.equals(fresh)) {
                    parts.add(severity + " " + text(old) + " → " + text(fresh));
                }
            }
            return name + " " + (parts.isEmpty() ? "stays as it is" : String.join(", ", parts));
        }

        /** {@code warning} or {@code critical}. */
        public static Optional<Double> number(Optional<Threshold> threshold, String severity) {
            return threshold.flatMap(each -> severity.equals("warning") ? each.warning() : each.critical());
        }

        private static String text(Optional<Double> number) {
            return number.map(KnownThresholds::text).orElse("default");
        }
    }

    /**
     * Checks and makes it.
     *
     * @throws Refusal for what makes no sense, cannot be put on record or cannot be kept; then nothing has changed
     */
    public synchronized Changed change(ThresholdChange change, String actor) throws Refusal {
        Config before = config.get();
        Path file = before.changes()
                .file()
                .orElseThrow(() -> new Refusal(
                        CONFLICT,
                        "there is no configuration file beside which a changed threshold could be kept; write one"
                                + " (\"dbvitals config show\" prints it) and start with --config FILE"));
        List<Change> kept = kept(file);
        List<Change> after;
        try {
            after = change.in(before, kept, actor, clock.instant().truncatedTo(ChronoUnit.SECONDS));
        } catch (ConfigException e) {
            throw new Refusal(INVALID, String.valueOf(e.getMessage()));
        }
        Changed changed = new Changed(
                change.target(), change.name(), change.now(before), change.now(ThresholdChange.applied(before, after)));
        log.run("threshold", change.target(), actor, changed.text(), () -> keep(file, after));
        use.accept(after);
        return changed;
    }

    /** As it is on disk: somebody may have changed it by the command meanwhile. */
    private static List<Change> kept(Path file) throws Refusal {
        try {
            return ChangesFile.read(file);
        } catch (ConfigException e) {
            throw new Refusal(CONFLICT, "nothing was changed, as the file of changes is broken\n" + e.getMessage());
        }
    }

    private static void keep(Path file, List<Change> after) throws Refusal {
        try {
            ChangesFile.write(file, after);
        } catch (ConfigException e) {
            throw new Refusal(FAILED, "nothing was changed: " + e.getMessage());
        }
    }
}
