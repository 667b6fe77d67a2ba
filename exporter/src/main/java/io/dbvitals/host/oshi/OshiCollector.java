package io.dbvitals.host.oshi;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;

/** A reading by OSHI, which throws all sorts of things where a platform is not as it expects. */
record OshiCollector(String name, Reader reader) implements Collector {
    /** Reads now. */
    interface Reader {
        List<MetricSnapshot> read(Deadline deadline) throws CollectException, InterruptedException;
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException, InterruptedException {
        try {
            return reader.read(deadline);
        } catch (RuntimeException | LinkageError e) {
            throw new CollectException(Reason.UNSUPPORTED, "OSHI cannot read it on this platform: " + e, e);
        }
    }
}
