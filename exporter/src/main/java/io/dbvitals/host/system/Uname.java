package io.dbvitals.host.system;

import io.dbvitals.host.family.LabelSets;
import io.dbvitals.host.family.Meter;
import io.dbvitals.host.kernel.KernelCollector;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Optional;

/** Name of the machine and version of the kernel: {@code /proc/sys/kernel}. */
public final class Uname extends KernelCollector {
    private static final Meter INFO = Meter.gauge("node_uname_info", "Which kernel and machine it is; always 1.");

    private final LabelSets infos;

    public Uname(Site site) {
        super("uname", site);
        this.infos = site.sets("sysname", "release", "version", "machine", "nodename", "domainname");
    }

    @Override
    public Optional<String> absent() {
        return absent(site.roots().proc("sys/kernel/osrelease"));
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
        return List.of(INFO.of(
                infos.of(
                        of("ostype"),
                        of("osrelease"),
                        of("version"),
                        text.attributeText(site.roots().proc("sys/kernel/arch")).orElseGet(Uname::machine),
                        of("hostname"),
                        of("domainname")),
                1));
    }

    private String of(String file) {
        return text.attributeText(site.roots().proc("sys/kernel/" + file)).orElse("");
    }

    /** Kernels before 6.1 have no file for it; Java has its own word for one. */
    private static String machine() {
        String arch = System.getProperty("os.arch", "");
        return arch.equals("amd64") ? "x86_64" : arch;
    }
}
