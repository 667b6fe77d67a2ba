package io.dbvitals.host.oshi;

import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.Site;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import oshi.hardware.GlobalMemory;
import oshi.hardware.VirtualMemory;

/** Memory and swap in bytes. */
final class OshiMemory {
    private static final Meter TOTAL = Meter.gauge("node_memory_MemTotal_bytes", "Memory in bytes.");
    private static final Meter AVAILABLE =
            Meter.gauge("node_memory_MemAvailable_bytes", "Memory that programs can still get, in bytes.");
    private static final Meter SWAP_TOTAL = Meter.gauge("node_memory_SwapTotal_bytes", "Swap in bytes.");
    private static final Meter SWAP_FREE = Meter.gauge("node_memory_SwapFree_bytes", "Swap that is free, in bytes.");
    private static final Meter PAGES_IN = Meter.untyped("node_vmstat_pswpin", "Pages read from swap.");
    private static final Meter PAGES_OUT = Meter.untyped("node_vmstat_pswpout", "Pages written to swap.");

    private final Labels labels;
    private final GlobalMemory memory;

    OshiMemory(Site site, GlobalMemory memory) {
        this.labels = site.labels();
        this.memory = memory;
    }

    List<MetricSnapshot> sizes() {
        List<MetricSnapshot> families = new ArrayList<>(4);
        VirtualMemory virtual = memory.getVirtualMemory();
        if (memory.getTotal() > 0 && memory.getAvailable() > 0) {
            families.add(TOTAL.of(labels, memory.getTotal()));
            families.add(AVAILABLE.of(labels, memory.getAvailable()));
            // A machine without swap is one that is known to have none.
            families.add(SWAP_TOTAL.of(labels, virtual.getSwapTotal()));
            families.add(SWAP_FREE.of(labels, virtual.getSwapTotal() - virtual.getSwapUsed()));
        }
        return families;
    }

    List<MetricSnapshot> swapping() {
        VirtualMemory virtual = memory.getVirtualMemory();
        long in = virtual.getSwapPagesIn();
        long out = virtual.getSwapPagesOut();
        return in > 0 || out > 0 ? List.of(PAGES_IN.of(labels, in), PAGES_OUT.of(labels, out)) : List.of();
    }
}
