package io.dbvitals.host.system;

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

/** How much randomness the kernel has gathered: {@code /proc/sys/kernel/random}. */
public final class Entropy extends KernelCollector {
    private static final Meter AVAILABLE = Meter.gauge("node_entropy_available_bits", "Bits of randomness there are.");
    private static final Meter SIZE = Meter.gauge("node_entropy_pool_size_bits", "Bits of randomness there can be.");

    private final File available;
    private final File size;

    public Entropy(Site site) {
        super("entropy", site);
        this.available = site.roots().proc("sys/kernel/random/entropy_avail");
        this.size = site.roots().proc("sys/kernel/random/poolsize");
    }

    @Override
    public Optional<String> absent() {
        return absent(available);
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        List<MetricSnapshot> families = new ArrayList<>(2);
        if (text.attribute(available)) {
            families.add(AVAILABLE.of(site.labels(), text.number()));
        }
        if (text.attribute(size)) {
            families.add(SIZE.of(site.labels(), text.number()));
        }
        return families;
    }
}
