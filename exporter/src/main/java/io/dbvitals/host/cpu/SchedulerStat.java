package io.dbvitals.host.cpu;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.File;
import java.util.List;
import java.util.Optional;

/** How long tasks ran and waited on each processor: {@code /proc/schedstat}, in nanoseconds there. */
public final class SchedulerStat extends KernelCollector {
    /** Of the field of running time behind the processor's name. */
    private static final int RUNNING_FIELD = 7;

    private static final Meter RUNNING =
            Meter.counter("node_schedstat_running_seconds_total", "Time that tasks ran on the processor, in seconds.");
    private static final Meter WAITING = Meter.counter(
            "node_schedstat_waiting_seconds_total", "Time that tasks waited for the processor, in seconds.");
    private static final Meter SLICES =
            Meter.counter("node_schedstat_timeslices_total", "Times that a task was given the processor.");

    private final File file;
    private final LabelSets byCpu;

    public SchedulerStat(Site site) {
        super("schedstat", site);
        this.file = site.roots().proc("schedstat");
        this.byCpu = site.sets("cpu");
    }

    @Override
    public Optional<String> absent() {
        return absent(file);
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        Meter.Points running = RUNNING.points();
        Meter.Points waiting = WAITING.points();
        Meter.Points slices = SLICES.points();
        text.need(file);
        while (text.line()) {
            if (!text.field() || !text.starts("cpu")) {
                continue;
            }
            text.drop(3);
            Labels cpu = byCpu.of(text.text());
            if (text.field(RUNNING_FIELD)) {
                running.add(cpu, text.number() / 1e9);
                text.field();
                waiting.add(cpu, text.number() / 1e9);
                text.field();
                slices.add(cpu, text.number());
            }
        }
        return Meter.families(running, waiting, slices);
    }
}
