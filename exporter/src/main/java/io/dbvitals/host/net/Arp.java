package io.dbvitals.host.net;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Neighbours known to each network device: {@code /proc/net/arp}. */
public final class Arp extends KernelCollector {
    private static final Meter ENTRIES = Meter.gauge("node_arp_entries", "Neighbours known to the network device.");
    /** Of the device, behind address, type, flags, hardware address and mask. */
    private static final int DEVICE_FIELD = 6;

    private final LabelSets byDevice;

    public Arp(Site site) {
        super("arp", site);
        this.byDevice = site.sets("device");
    }

    @Override
    public Optional<String> absent() {
        return absent(site.roots().net("arp"));
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        Map<String, Integer> counts = new TreeMap<>();
        text.need(site.roots().net("arp"));
        text.line();
        while (text.line()) {
            if (text.field(DEVICE_FIELD)) {
                counts.merge(text.text(), 1, Integer::sum);
            }
        }
        Meter.Points entries = ENTRIES.points();
        counts.forEach((device, count) -> entries.add(byDevice.of(device), count));
        return Meter.families(entries);
    }
}
