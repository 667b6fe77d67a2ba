package io.dbvitals.host.oshi;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import oshi.hardware.HWDiskStore;
import oshi.hardware.HardwareAbstractionLayer;

/** What disks have done. */
final class OshiDisks {
    private static final Meter READS = Meter.counter("node_disk_reads_completed_total", "Reads completed.");
    private static final Meter READ_BYTES = Meter.counter("node_disk_read_bytes_total", "Bytes read.");
    private static final Meter WRITES = Meter.counter("node_disk_writes_completed_total", "Writes completed.");
    private static final Meter WRITTEN_BYTES = Meter.counter("node_disk_written_bytes_total", "Bytes written.");
    private static final Meter NOW = Meter.gauge("node_disk_io_now", "Reads and writes under way now.");
    private static final Meter BUSY =
            Meter.counter("node_disk_io_time_seconds_total", "Time during which something was under way, in seconds.");

    private final LabelSets byDevice;
    private final Optional<Pattern> excluded;
    private final Listed<HWDiskStore> disks;

    OshiDisks(Site site, Optional<String> exclude, HardwareAbstractionLayer hardware) {
        this.byDevice = site.sets("device");
        this.excluded = exclude.map(Pattern::compile);
        this.disks = new Listed<>(hardware::getDiskStores);
    }

    List<MetricSnapshot> read(Deadline deadline) {
        Meter.Points[] points = {
            READS.points(), READ_BYTES.points(), WRITES.points(), WRITTEN_BYTES.points(), NOW.points(), BUSY.points()
        };
        for (HWDiskStore disk : disks.get()) {
            String name = disk.getName().replaceFirst("^/dev/", "");
            // What has neither read nor written since the start is one of which OSHI knows nothing.
            if (excluded.map(pattern -> pattern.matcher(name).find()).orElse(false)
                    || !disk.updateAttributes()
                    || disk.getReads() + disk.getWrites() <= 0) {
                continue;
            }
            Labels labels = byDevice.of(name);
            points[0].add(labels, disk.getReads());
            points[1].add(labels, disk.getReadBytes());
            points[2].add(labels, disk.getWrites());
            points[3].add(labels, disk.getWriteBytes());
            points[4].add(labels, disk.getCurrentQueueLength());
            if (disk.getTransferTime() > 0) {
                points[5].add(labels, disk.getTransferTime() / 1e3);
            }
        }
        return Meter.families(points);
    }
}
