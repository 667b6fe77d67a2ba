package io.dbvitals.host.disk;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.KernelText;
import io.dbvitals.host.kernel.Site;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Model, number and file system of disks, as udev noted them in {@code /run/udev/data}. They are read anew once a minute. */
final class DiskIdentities {
    private static final long LIFETIME_NANOS = 60_000_000_000L;

    private static final Meter DISK = Meter.gauge("node_disk_info", "What disk it is; always 1.");
    private static final Meter FILE_SYSTEM =
            Meter.gauge("node_disk_filesystem_info", "What file system is on the disk; always 1.");
    private static final Meter MAPPER = Meter.gauge("node_disk_device_mapper_info", "What volume it is; always 1.");
    private static final Meter CACHE =
            Meter.gauge("node_disk_ata_write_cache", "Whether the ATA disk has a cache for writing (1) or not (0).");
    private static final Meter CACHE_ON = Meter.gauge(
            "node_disk_ata_write_cache_enabled", "Whether the ATA disk's cache for writing is on (1) or off (0).");
    private static final Meter ROTATION = Meter.gauge(
            "node_disk_ata_rotation_rate_rpm", "Turns of the ATA disk in a minute; 0: it has no moving part.");

    private final Site site;
    private final KernelText text = new KernelText();
    private final Map<String, Identity> known = new HashMap<>();
    private final LabelSets disks;
    private final LabelSets fileSystems;
    private final LabelSets mappers;
    private long readAtNanos = System.nanoTime() - LIFETIME_NANOS;

    private Meter.Points disk = DISK.points();
    private Meter.Points fileSystem = FILE_SYSTEM.points();
    private Meter.Points mapper = MAPPER.points();
    private Meter.Points cache = CACHE.points();
    private Meter.Points cacheOn = CACHE_ON.points();
    private Meter.Points rotation = ROTATION.points();

    DiskIdentities(Site site) {
        this.site = site;
        this.disks = site.sets("device", "major", "minor", "path", "wwn", "model", "serial", "revision", "rotational");
        this.fileSystems = site.sets("device", "type", "usage", "uuid", "version");
        this.mappers = site.sets("device", "name", "uuid", "vg_name", "lv_name", "lv_layer");
    }

    private record Identity(
            Labels disk, Optional<Labels> fileSystem, Optional<Labels> mapper, Map<String, String> ata) {}

    /** Begins a reading. */
    void begin() {
        if (System.nanoTime() - readAtNanos >= LIFETIME_NANOS) {
            known.clear();
            readAtNanos = System.nanoTime();
        }
        disk = DISK.points();
        fileSystem = FILE_SYSTEM.points();
        mapper = MAPPER.points();
        cache = CACHE.points();
        cacheOn = CACHE_ON.points();
        rotation = ROTATION.points();
    }

    void add(String device, String major, String minor, Labels labels) {
        Identity identity = known.computeIfAbsent(device, each -> read(each, major, minor));
        disk.add(identity.disk(), 1);
        identity.fileSystem().ifPresent(each -> fileSystem.add(each, 1));
        identity.mapper().ifPresent(each -> mapper.add(each, 1));
        ata(identity, "ID_ATA_WRITE_CACHE", cache, labels);
        ata(identity, "ID_ATA_WRITE_CACHE_ENABLED", cacheOn, labels);
        ata(identity, "ID_ATA_ROTATION_RATE_RPM", rotation, labels);
    }

    List<MetricSnapshot> families() {
        return Meter.families(disk, fileSystem, mapper, cache, cacheOn, rotation);
    }

    private static void ata(Identity identity, String key, Meter.Points points, Labels labels) {
        String value = identity.ata().getOrDefault(key, "");
        if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            points.add(labels, Double.parseDouble(value));
        }
    }

    private Identity read(String device, String major, String minor) {
        Map<String, String> udev = new HashMap<>();
        text.whole(site.roots().udev("b" + major + ":" + minor)).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("E:") && line.indexOf('=') > 0)
                .forEach(line -> udev.put(line.substring(2, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        String serial = Stream.of("SCSI_IDENT_SERIAL", "ID_SERIAL_SHORT", "ID_SERIAL")
                .map(key -> of(udev, key))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
        // The kernel writes / in names of devices as ! in those of folders.
        String rotational = text.attributeText(
                        site.roots().sys("block/" + device.replace('/', '!') + "/queue/rotational"))
                .orElse("0");
        Labels disk = disks.of(
                device,
                major,
                minor,
                of(udev, "ID_PATH"),
                of(udev, "ID_WWN"),
                of(udev, "ID_MODEL"),
                serial,
                of(udev, "ID_REVISION"),
                rotational);
        Optional<Labels> fileSystem = Optional.of(of(udev, "ID_FS_TYPE"))
                .filter(type -> !type.isEmpty())
                .map(type -> fileSystems.of(
                        device, type, of(udev, "ID_FS_USAGE"), of(udev, "ID_FS_UUID"), of(udev, "ID_FS_VERSION")));
        Optional<Labels> mapper = Optional.of(of(udev, "DM_NAME"))
                .filter(name -> !name.isEmpty())
                .map(name -> mappers.of(
                        device,
                        name,
                        of(udev, "DM_UUID"),
                        of(udev, "DM_VG_NAME"),
                        of(udev, "DM_LV_NAME"),
                        of(udev, "DM_LV_LAYER")));
        return new Identity(disk, fileSystem, mapper, udev.containsKey("ID_ATA") ? udev : Map.of());
    }

    private static String of(Map<String, String> udev, String key) {
        return udev.getOrDefault(key, "");
    }
}
