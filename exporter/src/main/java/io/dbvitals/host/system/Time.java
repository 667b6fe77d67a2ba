package io.dbvitals.host.system;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.Folder;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.File;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The time, and which hardware the kernel takes it from: {@code /sys/devices/system/clocksource}. */
public final class Time extends KernelCollector {
    private static final DateTimeFormatter ZONE = DateTimeFormatter.ofPattern("zzz", Locale.ROOT);

    private static final Meter SECONDS = Meter.gauge("node_time_seconds", "The time, in seconds since 1970.");
    private static final Meter OFFSET =
            Meter.gauge("node_time_zone_offset_seconds", "How far the local time is ahead of UTC, in seconds.");
    private static final Meter AVAILABLE =
            Meter.gauge("node_time_clocksource_available_info", "Hardware that can give the time; always 1.");
    private static final Meter CURRENT =
            Meter.gauge("node_time_clocksource_current_info", "Hardware that gives the time; always 1.");

    private final LabelSets byZone;
    private final LabelSets sources;
    private final File folder;

    public Time(Site site) {
        super("time", site);
        this.byZone = site.sets("time_zone");
        this.sources = site.sets("device", "clocksource");
        this.folder = site.roots().sys("devices/system/clocksource");
    }

    @Override
    public Optional<String> absent() {
        return Optional.empty();
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) {
        Instant now = Instant.now();
        ZoneId zone = ZoneId.systemDefault();
        List<MetricSnapshot> families = new ArrayList<>();
        families.add(SECONDS.of(site.labels(), now.getEpochSecond() + now.getNano() / 1e9));
        families.add(OFFSET.of(
                byZone.of(ZONE.format(now.atZone(zone))),
                zone.getRules().getOffset(now).getTotalSeconds()));
        Meter.Points available = AVAILABLE.points();
        Meter.Points current = CURRENT.points();
        for (String name : Folder.numbered(folder, "clocksource")) {
            String device = name.substring("clocksource".length());
            if (text.attribute(new File(folder, name + "/available_clocksource"))) {
                do {
                    available.add(sources.of(device, text.text()), 1);
                } while (text.field());
            }
            if (text.attribute(new File(folder, name + "/current_clocksource"))) {
                current.add(sources.of(device, text.text()), 1);
            }
        }
        families.addAll(Meter.families(available, current));
        return families;
    }
}
