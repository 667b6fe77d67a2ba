package io.dbvitals.host.cpu;

import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How many tasks ran or waited, on average: {@code /proc/loadavg}. */
public final class LoadAverage extends KernelCollector {
    private static final Meter[] METERS = {
        Meter.gauge("node_load1", "Tasks that ran or waited, on average over a minute."),
        Meter.gauge("node_load5", "Tasks that ran or waited, on average over 5 minutes."),
        Meter.gauge("node_load15", "Tasks that ran or waited, on average over 15 minutes.")
    };

    private final File file;

    public LoadAverage(Site site) {
        super("loadavg", site);
        this.file = site.roots().proc("loadavg");
    }

    @Override
    public Optional<String> absent() {
        return absent(file);
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        List<MetricSnapshot> families = new ArrayList<>(METERS.length);
        text.need(file);
        text.line();
        for (Meter meter : METERS) {
            text.field();
            families.add(meter.of(site.labels(), text.number()));
        }
        return families;
    }
}
