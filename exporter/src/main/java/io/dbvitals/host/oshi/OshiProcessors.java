package io.dbvitals.host.oshi;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.Site;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.LogicalProcessor;
import oshi.hardware.CentralProcessor.TickType;
import oshi.software.os.OperatingSystem;

/** Processors: what they spend their time on, in milliseconds there. */
final class OshiProcessors {
    private static final Meter SECONDS =
            Meter.counter("node_cpu_seconds_total", "Time that processors spent in each mode, in seconds.");
    private static final Meter[] LOADS = {
        Meter.gauge("node_load1", "Tasks that ran or waited, on average over a minute."),
        Meter.gauge("node_load5", "Tasks that ran or waited, on average over 5 minutes."),
        Meter.gauge("node_load15", "Tasks that ran or waited, on average over 15 minutes.")
    };
    private static final Meter INTERRUPTS = Meter.counter("node_intr_total", "Interrupts served.");
    private static final Meter SWITCHES =
            Meter.counter("node_context_switches_total", "Times that a processor went from one task to another.");
    private static final Meter BOOT =
            Meter.gauge("node_boot_time_seconds", "When the machine started, in seconds since 1970.");

    private final Labels labels;
    private final LabelSets byMode;
    private final CentralProcessor processor;
    private final OperatingSystem os;

    OshiProcessors(Site site, CentralProcessor processor, OperatingSystem os) {
        this.labels = site.labels();
        this.byMode = site.sets("cpu", "mode");
        this.processor = processor;
        this.os = os;
    }

    List<MetricSnapshot> times() {
        Meter.Points seconds = SECONDS.points();
        long[][] ticks = processor.getProcessorCpuLoadTicks();
        List<LogicalProcessor> processors = processor.getLogicalProcessors();
        for (TickType type : TickType.values()) {
            // A mode that the platform does not know is 0 everywhere.
            long sum = 0;
            for (long[] one : ticks) {
                sum += one[type.getIndex()];
            }
            for (int i = 0; i < ticks.length && sum > 0; i++) {
                int number = i < processors.size() ? processors.get(i).getProcessorNumber() : i;
                String mode = type.name().toLowerCase(Locale.ROOT);
                seconds.add(byMode.of(String.valueOf(number), mode), ticks[i][type.getIndex()] / 1e3);
            }
        }
        return Meter.families(seconds);
    }

    List<MetricSnapshot> load() {
        List<MetricSnapshot> families = new ArrayList<>(LOADS.length);
        double[] loads = processor.getSystemLoadAverage(LOADS.length);
        for (int i = 0; i < loads.length; i++) {
            if (loads[i] >= 0) {
                families.add(LOADS[i].of(labels, loads[i]));
            }
        }
        return families;
    }

    List<MetricSnapshot> counters() {
        List<MetricSnapshot> families = new ArrayList<>(3);
        add(INTERRUPTS, processor.getInterrupts(), families);
        add(SWITCHES, processor.getContextSwitches(), families);
        add(BOOT, os.getSystemBootTime(), families);
        return families;
    }

    private void add(Meter meter, long value, List<MetricSnapshot> families) {
        if (value > 0) {
            families.add(meter.of(labels, value));
        }
    }
}
