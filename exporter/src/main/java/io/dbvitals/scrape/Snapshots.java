package io.dbvitals.scrape;

import io.dbvitals.scrape.page.Page;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;

/** Makes one page of families from several sources, as a scrape does. */
public final class Snapshots {
    private Snapshots() {}

    /** Families of one name become one; of samples with equal labels the first is kept. */
    public static MetricSnapshots merged(List<MetricSnapshot> families) {
        Page page = new Page(Integer.MAX_VALUE, new SelfMetrics());
        page.add("", "", families);
        return page.finish();
    }
}
