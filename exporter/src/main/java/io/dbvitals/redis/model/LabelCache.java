package io.dbvitals.redis.model;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Label sets that are the same in every scrape, made once; forgotten all at once should they become too many. */
public final class LabelCache {
    private static final int LIMIT = 10_000;

    private final String name;
    private final Labels others;
    private final Map<String, Labels> known = new ConcurrentHashMap<>();

    public LabelCache(String name) {
        this(name, Labels.EMPTY);
    }

    /** @param others that each set bears instead of those of the target alone */
    public LabelCache(String name, Labels others) {
        this.name = name;
        this.others = others;
    }

    public Labels of(String value, Gathering out) {
        if (known.size() > LIMIT) {
            known.clear();
        }
        return known.computeIfAbsent(value, key -> others.isEmpty() ? out.labels(name, key) : others.add(name, key));
    }
}
