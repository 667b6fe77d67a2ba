package io.dbvitals.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.HostConfig;
import io.dbvitals.testing.Comparison;
import io.dbvitals.testing.FileTree;
import io.dbvitals.testing.Peer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Debian node_exporter and ours side by side, on the same machine and on the same files. */
class HostPeerIT {
    private static final String PROGRAM = "prometheus-node-exporter";
    /** Of the peer's own process, and what it says of collectors that found nothing. */
    private static final String OF_THE_PEER = "go_.*|process_.*|promhttp_.*|node_exporter_build_info|node_scrape_.*";
    /** Debian leaves out more than node_exporter itself does, and its version less than the newest. */
    private static final String[] AS_UPSTREAM = {
        "--collector.filesystem.mount-points-exclude=^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+"
                + "|var/lib/containers/storage/.+)($|/)",
        "--collector.netdev.device-exclude=^$",
        "--collector.diskstats.device-exclude=^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\\d+n\\d+p)\\d+$"
    };

    /** What other programs change while the pages are read. */
    private static final String GAUGES_THAT_JUMP =
            "node_memory_.*|node_sockstat_.*|node_procs_.*|node_load.*|node_disk_io_now|node_filefd_allocated"
                    + "|node_udp_queues|node_nf_conntrack_entries|node_filesystem_.*|node_timex_.*|node_arp_entries"
                    + "|node_netstat_Tcp_CurrEstab|node_entropy_available_bits|node_softnet_backlog_len";

    @BeforeEach
    void need() {
        Peer.need(PROGRAM);
    }

    private static Peer peer(List<String> more) {
        List<String> arguments = new ArrayList<>(List.of(AS_UPSTREAM));
        arguments.addAll(more);
        return Peer.start(PROGRAM, Map.of(), arguments.toArray(String[]::new));
    }

    private static Comparison of(String ours, String before, String after) {
        return Comparison.of(ours, before, after)
                .without(OF_THE_PEER + "|dbvitals_.*")
                // It reads rotational only where there are files that new kernels do not have any more; adminstate came
                // later.
                .withoutLabels("rotational", "adminstate");
    }

    /** And not of a file system that another test mounts meanwhile. */
    private static boolean isOfTheMachine(String series) {
        return !series.contains("device=hanging,");
    }

    @Test
    void machine_looksTheSame() throws Exception {
        try (Peer peer = peer(List.of());
                HostPages pages = new HostPages(HostPages.machine(HostConfig.Source.PROC, List.of()))) {
            pages.page();
            String before = peer.page();
            String ours = pages.page();
            String after = peer.page();

            Comparison all = of(ours, before, after);
            assertThat(all.missingNames()).as("names that we lack").isEmpty();
            assertThat(all.differingTypes()).as("other types").isEmpty();
            assertThat(all.missingSeries())
                    .filteredOn(HostPeerIT::isOfTheMachine)
                    .as("series that we lack")
                    .isEmpty();
            assertThat(all.additionalSeries())
                    .filteredOn(HostPeerIT::isOfTheMachine)
                    .as("series that the peer lacks")
                    .isEmpty();
            assertThat(all.sharedSeries()).isGreaterThan(300);

            // Counters lie between before and after; gauges may have moved and come back in between.
            assertThat(of(ours, before, after).without(GAUGES_THAT_JUMP).differingValues(0.05, 5))
                    .isEmpty();
            // Of the same order at least: a wrong unit would be off by a thousand.
            assertThat(all.without("node_memory_(Dirty|Writeback)_bytes").differingValues(0.5, 2e8))
                    .isEmpty();
        }
    }

    @Test
    void counters_liveBetweenThePeersTwoPages() throws Exception {
        try (Peer peer = peer(List.of());
                HostPages pages = new HostPages(HostPages.machine(HostConfig.Source.PROC, List.of()))) {
            pages.page();
            String before = peer.page();
            String ours = pages.page();
            String after = peer.page();

            // The kernel itself sums some of them only now and then, from processor to processor.
            assertThat(of(ours, before, after)
                            .without("node_(?!.*_total).*")
                            .without("node_cpu_.*")
                            .differingValues(1e-12, 0))
                    .as("counters outside of what the peer saw")
                    .isEmpty();
            assertThat(of(ours, before, after).without("node_(?!cpu_).*").differingValues(0, 0.05))
                    .as("seconds of processors outside of what the peer saw")
                    .isEmpty();
        }
    }

    @Test
    void files_lookTheSame(@TempDir Path folder) throws Exception {
        FileTree.unpack("/host/machine.txt", folder);
        List<String> places = List.of(
                "--path.procfs=" + folder.resolve("proc"),
                "--path.sysfs=" + folder.resolve("sys"),
                "--path.rootfs=" + folder.resolve("root"),
                "--path.udev.data=" + folder.resolve("udev"),
                "--no-collector.netdev.netlink",
                "--no-collector.netclass.netlink");
        try (Peer peer = peer(places);
                HostPages pages = new HostPages(HostPages.files(folder, HostConfig.Source.PROC, List.of()))) {
            String theirs = peer.page();
            String ours = pages.page();

            Comparison comparison = Comparison.of(ours, theirs, theirs)
                    .without(OF_THE_PEER + "|dbvitals_.*")
                    // It asks the kernel it runs on, not the files.
                    .without("node_uname_info|node_timex_.*|node_time_.*|node_selinux_.*")
                    .without("node_filesystem_(size|free|avail)_bytes|node_filesystem_files.*")
                    // It looks at the options of the mount only, not at those of the file system.
                    .without("node_filesystem_readonly")
                    // It counts lines instead of reading the number of the processor, of which one is off here.
                    .without("node_cpu_(guest_)?seconds_total")
                    .withoutLabels("cntlid", "rotational", "serial", "device_error", "adminstate");

            assertThat(comparison.missingNames()).isEmpty();
            assertThat(comparison.differingTypes()).isEmpty();
            assertThat(comparison.missingSeries()).isEmpty();
            assertThat(comparison.differingValues(1e-12, 0)).isEmpty();
            assertThat(comparison.sharedSeries()).isGreaterThan(500);
        }
    }
}
