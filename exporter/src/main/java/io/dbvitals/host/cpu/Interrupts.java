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

/** Interrupts by processor and source: {@code /proc/interrupts}. Many series on a machine with many processors, so off by default. */
public final class Interrupts extends KernelCollector {
    private static final Meter METER = Meter.counter("node_interrupts_total", "Interrupts by processor and source.");

    private final File file;
    private final LabelSets labels;

    public Interrupts(Site site) {
        super("interrupts", site);
        this.file = site.roots().proc("interrupts");
        this.labels = site.sets("cpu", "type", "info", "devices");
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
        double[] counts = new double[cpus.size()];
        while (text.line()) {
            if (!text.upTo(':')) {
                continue;
            }
            String type = text.text();
            int read = 0;
            while (read < counts.length && text.field() && digit()) {
                counts[read++] = text.number();
            }
            // Sums such as ERR belong to no processor and have no source.
            if (read < counts.length || text.rest().isEmpty()) {
                continue;
            }
            String info = text.rest();
            String devices = "";
            if (type.charAt(0) >= '0' && type.charAt(0) <= '9') {
                text.field();
                info = text.text();
                devices = text.rest().replaceAll("\\s+", " ");
            }
            for (int i = 0; i < counts.length; i++) {
                points.add(labels.of(cpus.get(i), type, info, devices), counts[i]);
            }
        }
        return Meter.families(points);
    }

    private boolean digit() {
        return text.at(0) >= '0' && text.at(0) <= '9';
    }
}
