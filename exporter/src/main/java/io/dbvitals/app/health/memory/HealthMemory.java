package io.dbvitals.app.health.memory;

import io.dbvitals.health.score.Score;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The last hour of all targets; what is no target any more is forgotten. */
public final class HealthMemory {
    /** Series besides those of the components, whose names they cannot have. */
    public static final String SCORE = "score";

    /** 1 or 0. */
    public static final String UP = "up";

    public static final String RESPONSE = "response_seconds";

    private final Map<String, Hour> hours = new HashMap<>();

    /**
     * What one reading came to.
     *
     * @param score empty where it was only asked whether it answers
     * @param response empty where it did not
     */
    public void note(String target, Instant at, Optional<Score> score, Optional<Duration> response) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(UP, response.isPresent() ? 1.0 : 0.0);
        score.ifPresent(each -> values.put(SCORE, each.points()));
        response.ifPresent(each -> values.put(RESPONSE, each.toNanos() / 1e9));
        score.ifPresent(each -> each.components()
                .forEach(component -> component.value().ifPresent(value -> values.put(component.name(), value))));
        hour(target).note(at, values);
    }

    private synchronized Hour hour(String target) {
        return hours.computeIfAbsent(target, name -> new Hour());
    }

    public synchronized void keepOnly(Collection<String> targets) {
        hours.keySet().retainAll(targets);
    }

    /** Empty where nothing was read of it yet. */
    public synchronized Optional<Hour> of(String target) {
        return Optional.ofNullable(hours.get(target));
    }
}
