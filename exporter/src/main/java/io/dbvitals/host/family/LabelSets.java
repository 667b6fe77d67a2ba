package io.dbvitals.host.family;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Label sets of the same names, each made once: a page writes those that come again, in other families and scrapes, for less. For one
 * thread at a time.
 */
public final class LabelSets {
    /** Devices come and go; from so many on, all are forgotten and made again. */
    private static final int MAX_REMEMBERED = 5000;

    private final Labels base;
    private final String[] names;
    private final Map<String, Labels> singles = new HashMap<>();
    private final Map<List<String>, Labels> others = new HashMap<>();

    /** @param base labels of every series */
    public LabelSets(Labels base, String... names) {
        this.base = base;
        this.names = names.clone();
    }

    /** For sets of one name. */
    public Labels of(String value) {
        Labels known = singles.get(value);
        if (known == null) {
            forgetIfTooMany(singles);
            known = base.merge(Labels.of(names[0], value));
            singles.put(value, known);
        }
        return known;
    }

    public Labels of(String... values) {
        List<String> key = Arrays.asList(values);
        Labels known = others.get(key);
        if (known == null) {
            forgetIfTooMany(others);
            known = base.merge(Labels.of(names, values));
            others.put(key, known);
        }
        return known;
    }

    private static void forgetIfTooMany(Map<?, Labels> sets) {
        if (sets.size() >= MAX_REMEMBERED) {
            sets.clear();
        }
    }
}
