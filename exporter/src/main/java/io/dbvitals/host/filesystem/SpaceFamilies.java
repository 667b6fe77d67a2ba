package io.dbvitals.host.filesystem;

import io.dbvitals.host.family.Meter;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;

/** The families that tell how full file systems are, in one reading, wherever the figures come from. */
public final class SpaceFamilies {
    /** Of a mount that did not answer, in the label {@code device_error}. */
    public static final String STUCK = "mountpoint timeout";

    private static final Meter SIZE = Meter.gauge("node_filesystem_size_bytes", "Size of the file system in bytes.");
    private static final Meter FREE = Meter.gauge("node_filesystem_free_bytes", "Bytes that are free.");
    private static final Meter AVAILABLE =
            Meter.gauge("node_filesystem_avail_bytes", "Bytes that are free for others than the administrator.");
    private static final Meter FILES =
            Meter.gauge("node_filesystem_files", "Files that the file system can hold (inodes).");
    private static final Meter FILES_FREE =
            Meter.gauge("node_filesystem_files_free", "Files that the file system can still take (inodes).");
    private static final Meter READ_ONLY =
            Meter.gauge("node_filesystem_readonly", "Whether nothing can be written (1) or not (0).");
    private static final Meter ERROR =
            Meter.gauge("node_filesystem_device_error", "Whether the file system could not be asked (1) or could (0).");
    private static final Meter INFO = Meter.gauge("node_filesystem_mount_info", "What is mounted where; always 1.");

    private final Meter.Points sizes = SIZE.points();
    private final Meter.Points free = FREE.points();
    private final Meter.Points available = AVAILABLE.points();
    private final Meter.Points files = FILES.points();
    private final Meter.Points filesFree = FILES_FREE.points();
    private final Meter.Points readOnly = READ_ONLY.points();
    private final Meter.Points errors = ERROR.points();
    private final Meter.Points infos = INFO.points();

    public void space(Labels labels, Space space) {
        sizes.add(labels, space.size());
        free.add(labels, space.free());
        available.add(labels, space.available());
        space.files().ifPresent(count -> files.add(labels, count));
        space.filesFree().ifPresent(count -> filesFree.add(labels, count));
    }

    public void readOnly(Labels labels, boolean only) {
        readOnly.add(labels, only ? 1 : 0);
    }

    public void error(Labels labels, boolean failed) {
        errors.add(labels, failed ? 1 : 0);
    }

    public void info(Labels labels) {
        infos.add(labels, 1);
    }

    /** Those that have series. */
    public List<MetricSnapshot> families() {
        return Meter.families(sizes, free, available, files, filesFree, readOnly, errors, infos);
    }
}
