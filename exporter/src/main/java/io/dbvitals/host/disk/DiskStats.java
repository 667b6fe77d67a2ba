package io.dbvitals.host.disk;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.File;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What disks have done: {@code /proc/diskstats}, in sectors of 512 bytes and in milliseconds there. What they are: udev's database and
 * {@code /sys/block}.
 */
public final class DiskStats extends KernelCollector {
    private static final String EXCLUDED = "^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\\d+n\\d+p)\\d+$";
    private static final double SECTOR = 512;
    private static final double MILLI = 1000;

    /** In the order of the file's fields; older kernels have fewer. */
    private static final Meter[] METERS = {
        counter("reads_completed", "Reads completed."),
        counter("reads_merged", "Reads that were merged with others before they were done."),
        counter("read_bytes", "Bytes read."),
        counter("read_time_seconds", "Time that all reads took in sum, in seconds."),
        counter("writes_completed", "Writes completed."),
        counter("writes_merged", "Writes that were merged with others before they were done."),
        counter("written_bytes", "Bytes written."),
        counter("write_time_seconds", "Time that all writes took in sum, in seconds."),
        Meter.gauge("node_disk_io_now", "Reads and writes under way now."),
        counter("io_time_seconds", "Time during which something was under way, in seconds."),
        counter("io_time_weighted_seconds", "Time that all which was under way took in sum, in seconds."),
        counter("discards_completed", "Discards completed."),
        counter("discards_merged", "Discards that were merged with others before they were done."),
        counter("discarded_sectors", "Sectors discarded."),
        counter("discard_time_seconds", "Time that all discards took in sum, in seconds."),
        counter("flush_requests", "Flushes completed."),
        counter("flush_requests_time_seconds", "Time that all flushes took in sum, in seconds.")
    };

    private static final double[] DIVISORS = {
        1, 1, 1 / SECTOR, MILLI, 1, 1, 1 / SECTOR, MILLI, 1, MILLI, MILLI, 1, 1, 1, MILLI, 1, MILLI
    };

    private final File file;
    private final Pattern excluded;
    private final LabelSets byDevice;
    private final DiskIdentities identities;

    /** @param exclude a regular expression that is looked for in a device's name; empty: that of node_exporter */
    public DiskStats(Site site, Optional<String> exclude) {
        super("diskstats", site);
        this.file = site.roots().proc("diskstats");
        this.excluded = Pattern.compile(exclude.orElse(EXCLUDED));
        this.byDevice = site.sets("device");
        this.identities = new DiskIdentities(site);
    }

    private static Meter counter(String name, String help) {
        return Meter.counter("node_disk_" + name + "_total", help);
    }

    @Override
    public Optional<String> absent() {
        return absent(file);
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        Meter.Points[] points = new Meter.Points[METERS.length];
        for (int i = 0; i < METERS.length; i++) {
            points[i] = METERS[i].points();
        }
        identities.begin();
        text.need(file);
        while (text.line() && text.field()) {
            String major = text.text();
            text.field();
            String minor = text.text();
            text.field();
            String device = text.text();
            if (excluded.matcher(device).find()) {
                continue;
            }
            Labels labels = byDevice.of(device);
            for (int i = 0; i < METERS.length && text.field(); i++) {
                points[i].add(labels, text.number() / DIVISORS[i]);
            }
            identities.add(device, major, minor, labels);
        }
        List<MetricSnapshot> families = Meter.families(points);
        families.addAll(identities.families());
        return families;
    }
}
