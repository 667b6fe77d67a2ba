package io.dbvitals.redis;

import io.dbvitals.redis.model.Gathering;
import io.dbvitals.redis.model.Readout;
import io.dbvitals.redis.model.Subject;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Maps what has been read already; does no I/O. */
final class ReadoutCollector implements Collector {
    private final Subject subject;
    private final Labels labels;
    private final Supplier<Optional<Readout>> readouts;

    ReadoutCollector(Subject subject, Labels labels, Supplier<Optional<Readout>> readouts) {
        this.subject = subject;
        this.labels = labels;
        this.readouts = readouts;
    }

    Subject subject() {
        return subject;
    }

    @Override
    public String name() {
        return subject.name();
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        Readout readout = readouts.get()
                .orElseThrow(() -> new CollectException(
                        Reason.UNREACHABLE,
                        subject.name() + ": the server has stopped answering since the scrape began"));
        Gathering out = new Gathering(labels);
        subject.map(readout, out);
        return out.families();
    }
}
