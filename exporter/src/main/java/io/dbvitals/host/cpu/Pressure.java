package io.dbvitals.host.cpu;

import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.KernelText;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How long tasks stood still for want of something: {@code /proc/pressure}, in microseconds there. {@code some}: at least one waited;
 * {@code full}: all waited.
 */
public final class Pressure extends KernelCollector {
    private record Want(String file, Optional<Meter> some, Optional<Meter> full) {}

    private static final List<Want> WANTS = List.of(
            // That all wait for a processor cannot be, so the kernel's figure says nothing.
            new Want("cpu", of("cpu_waiting", "some task waited for a processor"), Optional.empty()),
            new Want(
                    "io",
                    of("io_waiting", "some task waited for a disk"),
                    of("io_stalled", "all tasks waited for a disk")),
            new Want(
                    "memory",
                    of("memory_waiting", "some task waited for memory"),
                    of("memory_stalled", "all tasks waited for memory")),
            // Since Linux 6.1, and only where it was built so.
            new Want("irq", Optional.empty(), of("irq_stalled", "all tasks waited for interrupts to be served")));

    public Pressure(Site site) {
        super("pressure", site);
    }

    private static Optional<Meter> of(String name, String what) {
        return Optional.of(Meter.counter(
                "node_pressure_" + name + "_seconds_total", "Time during which " + what + ", in seconds."));
    }

    @Override
    public Optional<String> absent() {
        File cpu = site.roots().proc("pressure/cpu");
        // Where it is switched off, the files are there and cannot be opened.
        return cpu.exists() && !new KernelText().attribute(cpu) ? Optional.of("off") : absent(cpu);
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        List<MetricSnapshot> families = new ArrayList<>();
        for (Want want : WANTS) {
            boolean more = text.attribute(site.roots().proc("pressure/" + want.file()));
            while (more) {
                Optional<Meter> meter = text.is("some") ? want.some() : want.full();
                if (meter.isPresent()) {
                    while (text.field()) {
                        if (text.starts("total=")) {
                            text.drop("total=".length());
                            families.add(meter.get().of(site.labels(), text.number() / 1e6));
                        }
                    }
                }
                more = text.line() && text.field();
            }
        }
        return families;
    }
}
