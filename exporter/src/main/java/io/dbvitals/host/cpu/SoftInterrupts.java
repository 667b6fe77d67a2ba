package io.dbvitals.host.cpu;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.File;
import java.util.List;
import java.util.Optional;

/** Deferred work of interrupts by processor and kind: {@code /proc/softirqs}. */
public final class SoftInterrupts extends KernelCollector {
    private static final Meter METER = Meter.counter(
            "node_softirqs_functions_total", "Times that deferred work of interrupts was done, by processor and kind.");

    private final File file;
    private final LabelSets labels;

    public SoftInterrupts(Site site) {
        super("softirqs", site);
        this.file = site.roots().proc("softirqs");
        this.labels = site.sets("cpu", "type");
    }

    @Override
    public Optional<String> absent() {
        return absent(file);
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        Meter.Points points = METER.points();
        text.need(file);
        List<String> cpus = text.processors();
        while (text.line() && text.upTo(':')) {
            String type = text.text();
            for (String cpu : cpus) {
                if (text.field()) {
                    points.add(labels.of(cpu, type), text.number());
                }
            }
        }
        return Meter.families(points);
    }
}
