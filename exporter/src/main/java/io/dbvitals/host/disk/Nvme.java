package io.dbvitals.host.disk;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.Folder;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.File;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What NVMe disks there are and in which state: {@code /sys/class/nvme}. */
public final class Nvme extends KernelCollector {
    private static final Meter INFO = Meter.gauge("node_nvme_info", "What NVMe disk it is and its state; always 1.");
    private static final Meter NAMESPACE =
            Meter.gauge("node_nvme_namespace_info", "What part of the NVMe disk it is; always 1.");
    private static final Meter CAPACITY =
            Meter.gauge("node_nvme_namespace_capacity_bytes", "Bytes that the part of the disk holds.");
    private static final Meter SIZE =
            Meter.gauge("node_nvme_namespace_size_bytes", "Bytes of the part of the disk as a block device.");
    private static final Meter USED = Meter.gauge("node_nvme_namespace_used_bytes", "Bytes in use as the disk says.");
    private static final Meter BLOCK =
            Meter.gauge("node_nvme_namespace_logical_block_size_bytes", "Bytes of a block of the part of the disk.");

    /** With several paths to a disk a part's folder bears the path's number as well. */
    private static final Pattern PART = Pattern.compile("nvme\\d+(?:c\\d+)?n(\\d+)");

    private static final int SECTOR = 512;

    private final File folder;
    private final LabelSets byDevice;
    private final LabelSets byPart;
    private final LabelSets parts;

    public Nvme(Site site) {
        super("nvme", site);
        this.folder = site.roots().sys("class/nvme");
        this.byDevice = site.sets("device", "firmware_revision", "model", "serial", "state", "cntlid");
        this.byPart = site.sets("device", "nsid");
        this.parts = site.sets("device", "nsid", "ana_state");
    }

    @Override
    public Optional<String> absent() {
        return Folder.names(folder).isEmpty() ? Optional.of("missing") : Optional.empty();
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        Meter.Points info = INFO.points();
        Meter.Points[] all = {info, NAMESPACE.points(), CAPACITY.points(), SIZE.points(), USED.points(), BLOCK.points()
        };
        for (String device : Folder.numbered(folder, "nvme")) {
            File disk = new File(folder, device);
            info.add(
                    byDevice.of(
                            device,
                            of(disk, "firmware_rev"),
                            of(disk, "model"),
                            of(disk, "serial"),
                            of(disk, "state"),
                            of(disk, "cntlid")),
                    1);
            for (String name : Folder.names(disk)) {
                Matcher part = PART.matcher(name);
                if (part.matches()) {
                    part(device, part.group(1), new File(disk, name), all);
                }
            }
        }
        return Meter.families(all);
    }

    private void part(String device, String id, File part, Meter.Points[] all) throws CollectException {
        if (!text.attribute(new File(part, "size"))) {
            return;
        }
        double sectors = text.number();
        Labels labels = byPart.of(device, id);
        all[1].add(
                parts.of(
                        device,
                        id,
                        text.attributeText(new File(part, "ana_state")).orElse("unknown")),
                1);
        all[2].add(labels, sectors * SECTOR);
        all[3].add(labels, sectors * SECTOR);
        if (text.attribute(new File(part, "queue/logical_block_size"))) {
            double block = text.number();
            all[5].add(labels, block);
            if (text.attribute(new File(part, "nuse"))) {
                all[4].add(labels, text.number() * block);
            }
        }
    }

    private String of(File disk, String file) {
        return text.attributeText(new File(disk, file)).orElse("");
    }
}
