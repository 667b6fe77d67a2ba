package io.dbvitals.host.system;

import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether SELinux is on and what it does: {@code /sys/fs/selinux} and {@code /etc/selinux/config}. */
public final class SeLinux extends KernelCollector {
    private static final Meter ENABLED = Meter.gauge("node_selinux_enabled", "Whether SELinux is on (1) or not (0).");
    private static final Meter CURRENT =
            Meter.gauge("node_selinux_current_mode", "What SELinux does now: refuse (1), only note (0), nothing (-1).");
    private static final Meter CONFIGURED =
            Meter.gauge("node_selinux_config_mode", "What SELinux is to do: refuse (1), only note (0), nothing (-1).");
    private static final Map<String, Integer> MODES = Map.of("enforcing", 1, "permissive", 0, "disabled", -1);

    private final File enforce;

    public SeLinux(Site site) {
        super("selinux", site);
        this.enforce = site.roots().sys("fs/selinux/enforce");
    }

    @Override
    public Optional<String> absent() {
        return Optional.empty();
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        if (!text.attribute(enforce)) {
            return List.of(ENABLED.of(site.labels(), 0));
        }
        List<MetricSnapshot> families = new ArrayList<>(3);
        families.add(CURRENT.of(site.labels(), text.number()));
        families.add(ENABLED.of(site.labels(), 1));
        int configured = text.whole(site.roots().root("/etc/selinux/config")).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("SELINUX="))
                .map(line ->
                        MODES.getOrDefault(line.substring("SELINUX=".length()).strip(), -1))
                .findFirst()
                .orElse(-1);
        families.add(CONFIGURED.of(site.labels(), configured));
        return families;
    }
}
