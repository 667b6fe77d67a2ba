package io.dbvitals.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.HostConfig;
import io.dbvitals.testing.Comparison;
import io.dbvitals.testing.FileTree;
import io.dbvitals.testing.GoldenPage;
import io.dbvitals.testing.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine with all that the one which runs the tests may lack: sensors, RAID, bonds, a battery, a processor that is off. What it shows
 * is held against what node_exporter 1.9.0 showed of the same files.
 */
class MachineFilesTest {
    /** Not of the files, but of the machine that ran node_exporter. */
    private static final String OF_THE_MACHINE = "dbvitals_.*|node_scrape_.*|node_timex_.*|node_time_.*|node_uname_info"
            + "|node_filesystem_(size|free|avail)_bytes|node_filesystem_files.*|node_textfile_.*";
    /** What later versions have changed, or what its source of figures did not give that day. */
    private static final String OTHER_VERSIONS = "|node_filesystem_readonly";
    /** Fields that it had no name for yet, and two families that it did not read from these files. */
    private static final String ADDITIONAL =
            "node_memory_\\w+_bytes|node_cpu_online|node_network_receive_nohandler_total";
    /** It counts columns instead of reading their heads, so with a processor off its label is wrong. */
    private static final String OTHER_PROCESSORS = "|node_interrupts_total|node_softirqs_functions_total";
    /** It looks whether its own machine has it. */
    private static final String OF_ITSELF = "|node_selinux_.*|node_tcp_connection_states";

    @TempDir
    static Path folder;

    private static String page;
    private static Comparison comparison;
    private static Samples samples;

    @BeforeAll
    static void scrape() throws Exception {
        FileTree.unpack("/host/machine.txt", folder);
        try (HostPages pages = new HostPages(HostPages.files(folder, HostConfig.Source.PROC, HostPages.ALL))) {
            page = pages.page();
        }
        samples = Samples.of(page);
        String theirs = resource("/host/machine-node_exporter-1.9.0.txt");
        comparison = Comparison.of(page, theirs, theirs)
                .without(OF_THE_MACHINE + OTHER_PROCESSORS + OTHER_VERSIONS + OF_ITSELF)
                // cntlid came later, as did numbers of disks that have but ID_SERIAL; rotational it reads only where
                // there are files that new kernels do not have any more.
                .withoutLabels("cntlid", "rotational", "serial");
    }

    @Test
    void everyCollector_succeeds() {
        assertThat(samples.all("node_scrape_collector_success"))
                .hasSize(HostTarget.names().size())
                .allMatch(line -> line.endsWith(" 1.0"));
    }

    @Test
    void names_areThoseOfNodeExporter() {
        assertThat(comparison.missingNames()).isEmpty();
        assertThat(comparison.additionalNames()).allMatch(name -> name.matches(ADDITIONAL));
    }

    /** Names, labels and help for the reference of metrics; written anew with {@code -Dgolden.update=true}. */
    @Test
    void page_isTheRecordedOne() throws IOException {
        Path file = Path.of("src/test/resources/reference/host.txt");
        String families = GoldenPage.of(page, "node_.*");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(file, families);
        }
        assertThat(families).isEqualTo(Files.readString(file));
    }

    @Test
    void types_areThoseOfNodeExporter() {
        assertThat(comparison.differingTypes()).isEmpty();
    }

    @Test
    void series_areThoseOfNodeExporter() {
        assertThat(comparison.missingSeries()).isEmpty();
        assertThat(comparison.additionalSeries()).isEmpty();
        assertThat(comparison.sharedSeries()).isGreaterThan(600);
    }

    @Test
    void values_areThoseOfNodeExporter() {
        assertThat(comparison.differingValues(1e-12, 0)).isEmpty();
    }

    @Test
    void interrupts_bearTheNumberOfTheProcessor() {
        assertThat(samples.value("node_interrupts_total", "cpu=\"3\"", "type=\"8\"", "devices=\"8-edge rtc0\""))
                .isEqualTo(5);
        assertThat(samples.has("node_interrupts_total", "cpu=\"2\"")).isFalse();
        assertThat(samples.has("node_interrupts_total", "type=\"ERR\"")).isFalse();
        assertThat(samples.value("node_softirqs_functions_total", "cpu=\"3\"", "type=\"NET_RX\""))
                .isEqualTo(77);
    }

    @Test
    void tcpConnections_areCountedByState() {
        assertThat(samples.value("node_tcp_connection_states", "state=\"listen\""))
                .isEqualTo(2);
        assertThat(samples.value("node_tcp_connection_states", "state=\"established\""))
                .isEqualTo(1);
        assertThat(samples.value("node_tcp_connection_states", "state=\"time_wait\""))
                .isEqualTo(1);
        assertThat(samples.value("node_tcp_connection_states", "state=\"tx_queued_bytes\""))
                .isEqualTo(16);
        assertThat(samples.value("node_tcp_connection_states", "state=\"rx_queued_bytes\""))
                .isEqualTo(3);
    }

    @Test
    void seLinux_isRead() {
        assertThat(samples.value("node_selinux_enabled")).isEqualTo(1);
        assertThat(samples.value("node_selinux_current_mode")).isEqualTo(1);
        assertThat(samples.value("node_selinux_config_mode")).isEqualTo(0);
    }

    @Test
    void uname_isThatOfTheFiles() {
        assertThat(samples.all("node_uname_info"))
                .containsExactly("node_uname_info{domainname=\"(none)\",machine=\"x86_64\",nodename=\"node-of-test\","
                        + "release=\"5.10.0\",sysname=\"Linux\",version=\"#1 SMP\"} 1.0");
    }

    @Test
    void fileSystems_areAskedBelowTheRootOfTheMachine() {
        assertThat(samples.value("node_filesystem_size_bytes", "mountpoint=\"/srv/my files\""))
                .isEqualTo(samples.value("node_filesystem_size_bytes", "mountpoint=\"/\""))
                .isGreaterThan(1e6);
        assertThat(samples.value("node_filesystem_files", "mountpoint=\"/\"")).isGreaterThan(0);
        assertThat(samples.has("node_filesystem_size_bytes", "mountpoint=\"/gone\""))
                .isFalse();
    }

    @Test
    void fileSystems_areReadOnlyByTheirMountOrOfThemselves() {
        assertThat(samples.value("node_filesystem_readonly", "mountpoint=\"/\""))
                .isEqualTo(0);
        assertThat(samples.value("node_filesystem_readonly", "mountpoint=\"/srv/my files\""))
                .isEqualTo(1);
        assertThat(samples.value("node_filesystem_readonly", "mountpoint=\"/srv/again\""))
                .isEqualTo(1);
    }

    @Test
    void processors_areOnOrOff() {
        assertThat(samples.all("node_cpu_online"))
                .containsExactly(
                        "node_cpu_online{cpu=\"1\"} 1.0",
                        "node_cpu_online{cpu=\"2\"} 0.0",
                        "node_cpu_online{cpu=\"3\"} 1.0");
        assertThat(samples.has("node_cpu_seconds_total", "cpu=\"2\"")).isFalse();
    }

    @Test
    void nvme_saysWhichController() {
        assertThat(samples.has("node_nvme_info", "cntlid=\"1997\"")).isTrue();
        assertThat(samples.has("node_disk_info", "device=\"sda\"", "rotational=\"1\""))
                .isTrue();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = MachineFilesTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
