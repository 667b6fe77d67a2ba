package io.dbvitals.redis.stats;

import io.dbvitals.redis.model.Gathering;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Label sets that are the same in every scrape, made once; forgotten all at once should they become too many. */
final class LabelCache {
    private static final int LIMIT = 10_000;

    private final String name;
    private final Map<String, Labels> known = new ConcurrentHashMap<>();

    LabelCache(String name) {
        this.name = name;
    }

    Labels of(String value, Gathering out) {
        if (known.size() > LIMIT) {
            known.clear();
        }
        return known.computeIfAbsent(value, key -> out.labels(name, key));
    }
}
