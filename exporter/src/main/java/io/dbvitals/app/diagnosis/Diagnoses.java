package io.dbvitals.app.diagnosis;

import io.dbvitals.config.Config;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.select.Globs;
import io.dbvitals.diagnosis.AtOnce;
import io.dbvitals.diagnosis.Diagnosis;
import io.dbvitals.diagnosis.Ladder;
import io.dbvitals.diagnosis.network.Resolver;
import java.util.List;

/** Says for each target of a configuration why it can be read, or cannot; all at the same time. */
public final class Diagnoses {
    private Diagnoses() {}

    /**
     * Tries each step of each target, and changes nothing.
     *
     * @param names globs of targets; empty for all
     */
    public static List<Diagnosis> of(Config config, List<String> names) throws InterruptedException {
        return of(config, names, Resolver.SYSTEM);
    }

    static List<Diagnosis> of(Config config, List<String> names, Resolver resolver) throws InterruptedException {
        List<TargetConfig> selected = config.targets().stream()
                .filter(target -> names.isEmpty() || Globs.any(names, target.name()))
                .toList();
        return AtOnce.each(selected, target -> of(target, resolver));
    }

    static Diagnosis of(TargetConfig target, Resolver resolver) throws InterruptedException {
        try (Subject subject = new Subjects(resolver).of(target)) {
            return Ladder.climb(subject.target(), subject.kind(), subject.address(), subject.rungs());
        }
    }
}
