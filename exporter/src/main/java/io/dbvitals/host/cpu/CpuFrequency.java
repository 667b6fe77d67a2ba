package io.dbvitals.host.cpu;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.Folder;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.File;
import java.util.List;
import java.util.Optional;

/** At what speed processors run and may run: {@code /sys/devices/system/cpu/cpu*}{@code /cpufreq}, in kHz there. */
public final class CpuFrequency extends KernelCollector {
    private static final String[] FILES = {
        "cpuinfo_cur_freq",
        "cpuinfo_min_freq",
        "cpuinfo_max_freq",
        "scaling_cur_freq",
        "scaling_min_freq",
        "scaling_max_freq"
    };
    private static final Meter[] METERS = {
        Meter.gauge("node_cpu_frequency_hertz", "Speed of the processor as the hardware says, in hertz."),
        Meter.gauge("node_cpu_frequency_min_hertz", "The lowest speed that the processor can have, in hertz."),
        Meter.gauge("node_cpu_frequency_max_hertz", "The highest speed that the processor can have, in hertz."),
        Meter.gauge("node_cpu_scaling_frequency_hertz", "Speed that the kernel has chosen, in hertz."),
        Meter.gauge("node_cpu_scaling_frequency_min_hertz", "The lowest speed that the kernel may choose, in hertz."),
        Meter.gauge("node_cpu_scaling_frequency_max_hertz", "The highest speed that the kernel may choose, in hertz.")
    };
    private static final Meter GOVERNOR =
            Meter.gauge("node_cpu_scaling_governor", "Which of the ways to choose a speed is in force (1).");

    private final File cpus;
    private final LabelSets byCpu;
    private final LabelSets byGovernor;

    public CpuFrequency(Site site) {
        super("cpufreq", site);
        this.cpus = site.roots().sys("devices/system/cpu");
        this.byCpu = site.sets("cpu");
        this.byGovernor = site.sets("cpu", "governor");
    }

    @Override
    public Optional<String> absent() {
        for (String cpu : Folder.numbered(cpus, "cpu")) {
            if (new File(cpus, cpu + "/cpufreq").exists()) {
                return Optional.empty();
            }
        }
        return Optional.of("missing");
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        Meter.Points[] points = new Meter.Points[METERS.length + 1];
        for (int i = 0; i < METERS.length; i++) {
            points[i] = METERS[i].points();
        }
        Meter.Points governors = GOVERNOR.points();
        points[METERS.length] = governors;
        for (String name : Folder.numbered(cpus, "cpu")) {
            File folder = new File(cpus, name + "/cpufreq");
            if (!folder.exists()) {
                continue;
            }
            String cpu = name.substring(3);
            for (int i = 0; i < FILES.length; i++) {
                if (text.attribute(new File(folder, FILES[i]))) {
                    points[i].add(byCpu.of(cpu), text.number() * 1000);
                }
            }
            Optional<String> chosen = text.attributeText(new File(folder, "scaling_governor"));
            if (chosen.isPresent() && text.attribute(new File(folder, "scaling_available_governors"))) {
                do {
                    String governor = text.text();
                    governors.add(byGovernor.of(cpu, governor), governor.equals(chosen.get()) ? 1 : 0);
                } while (text.field());
            }
        }
        return Meter.families(points);
    }
}
