package io.dbvitals.host.net;

import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The table of tracked connections: {@code /proc/sys/net/netfilter} and {@code /proc/net/stat/nf_conntrack}, in hexadecimal there. */
public final class Conntrack extends KernelCollector {
    private static final Meter ENTRIES = Meter.gauge("node_nf_conntrack_entries", "Connections tracked now.");
    private static final Meter LIMIT =
            Meter.gauge("node_nf_conntrack_entries_limit", "Connections that can be tracked.");
    private static final List<String> COLUMNS =
            List.of("found", "invalid", "ignore", "insert", "insert_failed", "drop", "early_drop", "search_restart");
    private static final List<Meter> METERS = COLUMNS.stream()
            .map(column -> Meter.gauge(
                    "node_nf_conntrack_stat_" + column,
                    "Column " + column + " of /proc/net/stat/nf_conntrack, over all processors."))
            .toList();

    public Conntrack(Site site) {
        super("conntrack", site);
    }

    @Override
    public Optional<String> absent() {
        return absent(site.roots().proc("sys/net/netfilter/nf_conntrack_count"));
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        List<MetricSnapshot> families = new ArrayList<>(METERS.size() + 2);
        if (text.attribute(site.roots().proc("sys/net/netfilter/nf_conntrack_count"))) {
            families.add(ENTRIES.of(site.labels(), text.number()));
        }
        if (text.attribute(site.roots().proc("sys/net/netfilter/nf_conntrack_max"))) {
            families.add(LIMIT.of(site.labels(), text.number()));
        }
        if (text.load(site.roots().net("stat/nf_conntrack")) && text.line()) {
            int[] column = new int[METERS.size()];
            double[] sums = new double[METERS.size()];
            Arrays.fill(column, -1);
            for (int i = 0; text.field(); i++) {
                int wanted = COLUMNS.indexOf(text.text());
                if (wanted >= 0) {
                    column[wanted] = i;
                }
            }
            while (text.line()) {
                for (int i = 0; text.field(); i++) {
                    for (int k = 0; k < column.length; k++) {
                        sums[k] += column[k] == i ? text.hex() : 0;
                    }
                }
            }
            for (int k = 0; k < column.length; k++) {
                if (column[k] >= 0) {
                    families.add(METERS.get(k).of(site.labels(), sums[k]));
                }
            }
        }
        return families;
    }
}
