package io.dbvitals.host.cpu;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.Folder;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What every processor has spent its time on since the machine started: {@code /proc/stat}, in hundredths of seconds on all machines. Also
 * which processors are on, and how often they were slowed down because of heat: {@code /sys/devices/system/cpu}.
 */
public final class Cpu extends KernelCollector {
    private static final String[] MODES = {"user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"};
    private static final int IDLE = 3;
    private static final int GUEST = MODES.length;
    private static final int FIELDS = GUEST + 2;
    /** The kernel's idle time may go back a little; more than this means that the processor was off and its counters began anew. */
    private static final double OFF_AND_ON_SECONDS = 3;

    private static final Meter SECONDS =
            Meter.counter("node_cpu_seconds_total", "Time that processors spent in each mode, in seconds.");
    private static final Meter GUEST_SECONDS = Meter.counter(
            "node_cpu_guest_seconds_total",
            "Time that processors ran virtual machines, in seconds; it is part of the modes user and nice.");
    private static final Meter ONLINE =
            Meter.gauge("node_cpu_online", "Whether the processor is on and given work (1) or not (0).");
    private static final Meter ISOLATED =
            Meter.gauge("node_cpu_isolated", "Processors that the scheduler gives no work of its own accord.");
    private static final Meter CORE_THROTTLES =
            Meter.counter("node_cpu_core_throttles_total", "Times that the core was slowed down because of heat.");
    private static final Meter PACKAGE_THROTTLES = Meter.counter(
            "node_cpu_package_throttles_total", "Times that the package was slowed down because of heat.");

    private final Map<String, double[]> last = new HashMap<>();
    private final LabelSets byMode;
    private final LabelSets byCpu;
    private final LabelSets byPackage;
    private final LabelSets byCore;
    private final File stat;
    private final File cpus;
    private final Map<String, Labels[]> labels = new HashMap<>();
    private final double[] now = new double[FIELDS];

    public Cpu(Site site) {
        super("cpu", site);
        this.byMode = site.sets("cpu", "mode");
        this.byCpu = site.sets("cpu");
        this.byPackage = site.sets("package");
        this.byCore = site.sets("package", "core");
        this.stat = site.roots().proc("stat");
        this.cpus = site.roots().sys("devices/system/cpu");
    }

    @Override
    public Optional<String> absent() {
        return absent(stat);
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        List<MetricSnapshot> families = new ArrayList<>(times());
        families.addAll(places());
        return families;
    }

    private List<MetricSnapshot> times() throws CollectException {
        Meter.Points seconds = SECONDS.points();
        Meter.Points guest = GUEST_SECONDS.points();
        text.need(stat);
        while (text.line() && text.field() && text.starts("cpu")) {
            if (text.width() == 3) {
                continue;
            }
            text.drop(3);
            String cpu = text.text();
            for (int i = 0; i < FIELDS; i++) {
                now[i] = text.field() ? text.number() / 100 : 0;
            }
            double[] values = neverBack(cpu);
            Labels[] known = labels.computeIfAbsent(cpu, this::labels);
            for (int i = 0; i < GUEST; i++) {
                seconds.add(known[i], values[i]);
            }
            guest.add(known[0], values[GUEST]);
            guest.add(known[1], values[GUEST + 1]);
        }
        return Meter.families(seconds, guest);
    }

    private Labels[] labels(String cpu) {
        Labels[] made = new Labels[GUEST];
        for (int i = 0; i < GUEST; i++) {
            made[i] = byMode.of(cpu, MODES[i]);
        }
        return made;
    }

    /** The kernel's own counters go back at times, which Prometheus would take for a restart. */
    private double[] neverBack(String cpu) {
        double[] before = last.computeIfAbsent(cpu, name -> new double[FIELDS]);
        boolean anew = before[IDLE] - now[IDLE] > OFF_AND_ON_SECONDS;
        for (int i = 0; i < FIELDS; i++) {
            before[i] = anew ? now[i] : Math.max(before[i], now[i]);
        }
        return before;
    }

    private List<MetricSnapshot> places() throws CollectException {
        Meter.Points online = ONLINE.points();
        Meter.Points isolated = ISOLATED.points();
        Meter.Points cores = CORE_THROTTLES.points();
        Meter.Points packages = PACKAGE_THROTTLES.points();
        Set<String> seenCores = new HashSet<>();
        Set<String> seenPackages = new HashSet<>();
        for (String name : Folder.numbered(cpus, "cpu")) {
            File folder = new File(cpus, name);
            if (text.attribute(new File(folder, "online"))) {
                online.add(byCpu.of(name.substring(3)), text.number());
            }
            if (new File(folder, "thermal_throttle").exists()) {
                throttles(folder, cores, seenCores, packages, seenPackages);
            }
        }
        for (int cpu :
                text.attributeText(new File(cpus, "isolated")).map(Cpu::list).orElse(List.of())) {
            isolated.add(byCpu.of(String.valueOf(cpu)), 1);
        }
        return Meter.families(online, isolated, cores, packages);
    }

    /** Threads of one core show the same figures, which are told once. */
    private void throttles(
            File folder, Meter.Points cores, Set<String> seenCores, Meter.Points packages, Set<String> seenPackages)
            throws CollectException {
        Optional<String> place = text.attributeText(new File(folder, "topology/physical_package_id"));
        Optional<String> core = text.attributeText(new File(folder, "topology/core_id"));
        if (place.isEmpty() || core.isEmpty()) {
            return;
        }
        if (!seenCores.contains(place.get() + "/" + core.get())
                && text.attribute(new File(folder, "thermal_throttle/core_throttle_count"))) {
            seenCores.add(place.get() + "/" + core.get());
            cores.add(byCore.of(place.get(), core.get()), text.number());
        }
        if (!seenPackages.contains(place.get())
                && text.attribute(new File(folder, "thermal_throttle/package_throttle_count"))) {
            seenPackages.add(place.get());
            packages.add(byPackage.of(place.get()), text.number());
        }
    }

    /** The numbers of a list as {@code 1,3-5}; none where it is none. */
    static List<Integer> list(String ranges) {
        List<Integer> numbers = new ArrayList<>();
        for (String range : ranges.split(",", -1)) {
            String[] ends = range.strip().split("-", 2);
            try {
                int first = Integer.parseInt(ends[0]);
                int to = ends.length == 1 ? first : Integer.parseInt(ends[1]);
                for (int i = first; i <= to; i++) {
                    numbers.add(i);
                }
            } catch (NumberFormatException e) {
                return List.of();
            }
        }
        return numbers;
    }
}
