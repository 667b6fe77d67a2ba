package io.dbvitals.host.memory;

import io.dbvitals.host.family.Meter;
import io.dbvitals.host.family.MeterSet;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.File;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What memory is used for: {@code /proc/meminfo}, in KiB there, in bytes here; a field of the kernel is a family. */
public final class MemInfo extends KernelCollector {
    private final File file;
    private final MeterSet meters = new MeterSet();
    private final Map<String, String> names = new HashMap<>();

    public MemInfo(Site site) {
        super("meminfo", site);
        this.file = site.roots().proc("meminfo");
    }

    @Override
    public Optional<String> absent() {
        return absent(file);
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        MeterSet.Reading reading = meters.reading();
        text.need(file);
        while (text.line() && text.upTo(':')) {
            String field = text.text();
            if (!text.field()) {
                continue;
            }
            double value = text.number();
            boolean kibibytes = text.field() && text.is("kB");
            String name = names.computeIfAbsent(field, each -> name(each, kibibytes));
            reading.points(name, each -> Meter.gauge(each, "Field " + field + " of /proc/meminfo."))
                    .add(site.labels(), kibibytes ? value * 1024 : value);
        }
        return reading.families();
    }

    /** As {@code node_memory_Active_anon_bytes} of {@code Active(anon)}. */
    private static String name(String field, boolean kibibytes) {
        return "node_memory_" + field.replace("(", "_").replace(")", "") + (kibibytes ? "_bytes" : "");
    }
}
