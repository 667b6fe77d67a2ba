package io.dbvitals.host.net;

import io.dbvitals.host.family.Meter;
import io.dbvitals.host.family.MeterSet;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.PageSize;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.File;
import java.util.List;
import java.util.Optional;

/** Sockets in use and their memory: {@code /proc/net/sockstat} and {@code sockstat6}. */
public final class SockStat extends KernelCollector {
    private final MeterSet meters = new MeterSet();
    private final PageSize pageSize;

    public SockStat(Site site) {
        super("sockstat", site);
        this.pageSize = new PageSize(site.roots());
    }

    @Override
    public Optional<String> absent() {
        return absent(site.roots().net("sockstat"));
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        MeterSet.Reading reading = meters.reading();
        read(site.roots().net("sockstat"), reading);
        read(site.roots().net("sockstat6"), reading);
        return reading.families();
    }

    private void read(File file, MeterSet.Reading reading) throws CollectException {
        if (!text.load(file)) {
            return;
        }
        while (text.line() && text.upTo(':')) {
            String protocol = text.text();
            while (text.field()) {
                String key = text.text();
                if (!text.field()) {
                    break;
                }
                double value = text.number();
                String name = "node_sockstat_" + protocol + "_" + key;
                reading.points(name, each -> Meter.gauge(each, "Sockets of " + protocol + ": field " + key + "."))
                        .add(site.labels(), value);
                if (key.equals("mem")) {
                    reading.points(
                                    name + "_bytes",
                                    each -> Meter.gauge(each, "Memory of sockets of " + protocol + " in bytes."))
                            .add(site.labels(), value * pageSize.bytes());
                }
            }
        }
    }
}
