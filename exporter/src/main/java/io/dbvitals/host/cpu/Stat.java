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
import java.util.Map;
import java.util.Optional;

/** Counters of the whole kernel: {@code /proc/stat}. */
public final class Stat extends KernelCollector {
    private static final Map<String, Meter> METERS = Map.of(
            "intr", Meter.counter("node_intr_total", "Interrupts served."),
            "ctxt",
                    Meter.counter(
                            "node_context_switches_total", "Times that a processor went from one task to another."),
            "processes", Meter.counter("node_forks_total", "Processes and threads begun."),
            "btime", Meter.gauge("node_boot_time_seconds", "When the machine started, in seconds since 1970."),
            "procs_running", Meter.gauge("node_procs_running", "Tasks that run or could run now."),
            "procs_blocked", Meter.gauge("node_procs_blocked", "Tasks that wait for a disk now."));

    private final File stat;

    public Stat(Site site) {
        super("stat", site);
        this.stat = site.roots().proc("stat");
    }

    @Override
    public Optional<String> absent() {
        return absent(stat);
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        List<MetricSnapshot> families = new ArrayList<>(6);
        text.need(stat);
        while (text.line()) {
            Meter meter = text.field() ? METERS.get(text.text()) : null;
            if (meter != null && text.field()) {
                families.add(meter.of(site.labels(), text.number()));
            }
        }
        return families;
    }
}
