package io.dbvitals.host.net;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.File;
import java.util.List;
import java.util.Optional;

/** Network devices that are several in one: {@code /sys/class/net/bonding_masters}. */
public final class Bonding extends KernelCollector {
    private static final Meter SLAVES = Meter.gauge("node_bonding_slaves", "Devices that are to be part of the bond.");
    private static final Meter ACTIVE = Meter.gauge("node_bonding_active", "Devices of the bond whose link is up.");

    private final File folder;
    private final LabelSets byMaster;

    public Bonding(Site site) {
        super("bonding", site);
        this.folder = site.roots().sys("class/net");
        this.byMaster = site.sets("master");
    }

    @Override
    public Optional<String> absent() {
        return absent(new File(folder, "bonding_masters"));
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        Meter.Points slaves = SLAVES.points();
        Meter.Points active = ACTIVE.points();
        String masters = text.whole(new File(folder, "bonding_masters")).orElse("");
        for (String master : words(masters)) {
            File bond = new File(folder, master);
            int up = 0;
            List<String> names =
                    words(text.whole(new File(bond, "bonding/slaves")).orElse(""));
            for (String name : names) {
                // Kernels before 3.13 call it slave_eth0.
                Optional<String> link = text.attributeText(
                                new File(bond, "lower_" + name + "/bonding_slave/mii_status"))
                        .or(() -> text.attributeText(new File(bond, "slave_" + name + "/bonding_slave/mii_status")));
                up += link.equals(Optional.of("up")) ? 1 : 0;
            }
            slaves.add(byMaster.of(master), names.size());
            active.add(byMaster.of(master), up);
        }
        return Meter.families(slaves, active);
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\\s+"));
    }
}
