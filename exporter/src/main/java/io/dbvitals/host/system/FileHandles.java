package io.dbvitals.host.system;

import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.File;
import java.util.List;
import java.util.Optional;

/** Files that all processes have open: {@code /proc/sys/fs/file-nr}. */
public final class FileHandles extends KernelCollector {
    private static final Meter ALLOCATED = Meter.gauge("node_filefd_allocated", "Files that are open.");
    private static final Meter MAXIMUM = Meter.gauge("node_filefd_maximum", "Files that can be open.");

    private final File file;

    public FileHandles(Site site) {
        super("filefd", site);
        this.file = site.roots().proc("sys/fs/file-nr");
    }

    @Override
    public Optional<String> absent() {
        return absent(file);
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        text.need(file);
        text.line();
        text.field();
        double allocated = text.number();
        text.field(2);
        return List.of(ALLOCATED.of(site.labels(), allocated), MAXIMUM.of(site.labels(), text.number()));
    }
}
