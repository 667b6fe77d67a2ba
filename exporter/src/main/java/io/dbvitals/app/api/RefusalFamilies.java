package io.dbvitals.app.api;

import io.dbvitals.http.resource.RefusalReason;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

/** {@code dbvitals_api_refusals_total{reason}}: requests over HTTP that were refused; each reason from the start, so that the first one shows. */
public final class RefusalFamilies {
    private final Counter refusals = Counter.builder()
            .name("dbvitals_api_refusals_total")
            .help("Requests over HTTP that were refused, by reason.")
            .labelNames("reason")
            .build();

    public RefusalFamilies() {
        for (RefusalReason reason : RefusalReason.values()) {
            refusals.initLabelValues(reason.label());
        }
    }

    public void count(RefusalReason reason) {
        refusals.labelValues(reason.label()).inc();
    }

    public MetricSnapshot snapshot() {
        return refusals.collect();
    }
}
