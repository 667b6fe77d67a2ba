package io.dbvitals.host.hardware;

import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.Folder;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Maker and model of the machine: {@code /sys/class/dmi/id}. Only the administrator may read serial numbers. */
public final class Dmi extends KernelCollector {
    private static final Meter INFO = Meter.gauge("node_dmi_info", "What machine it is; always 1.");
    private static final List<String> FILES = List.of(
            "bios_date",
            "bios_release",
            "bios_vendor",
            "bios_version",
            "board_asset_tag",
            "board_name",
            "board_serial",
            "board_vendor",
            "board_version",
            "chassis_asset_tag",
            "chassis_serial",
            "chassis_vendor",
            "chassis_version",
            "product_family",
            "product_name",
            "product_serial",
            "product_sku",
            "product_uuid",
            "product_version",
            "sys_vendor");

    private final File folder;
    private List<MetricSnapshot> families = List.of();

    public Dmi(Site site) {
        super("dmi", site);
        this.folder = site.roots().sys("class/dmi/id");
    }

    @Override
    public Optional<String> absent() {
        return Folder.names(folder).isEmpty() ? Optional.of("missing") : Optional.empty();
    }

    /** The machine does not change while it runs, so it is asked once. */
    @Override
    public List<MetricSnapshot> collect(Deadline deadline) {
        if (families.isEmpty()) {
            List<String> pairs = new ArrayList<>();
            for (String file : FILES) {
                text.attributeText(new File(folder, file)).ifPresent(value -> {
                    pairs.add(file.equals("sys_vendor") ? "system_vendor" : file);
                    pairs.add(value);
                });
            }
            Labels own = Labels.of(pairs.toArray(String[]::new));
            families = List.of(INFO.of(site.labels().merge(own), 1));
        }
        return families;
    }
}
