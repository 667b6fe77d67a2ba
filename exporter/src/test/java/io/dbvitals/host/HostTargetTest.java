package io.dbvitals.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.config.HostConfig;
import io.dbvitals.host.kernel.Roots;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.testing.FileTree;
import io.dbvitals.testing.Samples;
import io.prometheus.metrics.model.snapshots.Labels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostTargetTest {
    private static final Deadline LATER = Deadline.after(Duration.ofMinutes(1));

    @TempDir
    Path folder;

    @BeforeEach
    void unpack() {
        FileTree.unpack("/host/machine.txt", folder);
    }

    private HostConfig files() {
        return HostPages.files(folder, HostConfig.Source.AUTO, List.of());
    }

    private static List<String> names(HostConfig config) throws CollectException {
        try (HostTarget target = new HostTarget("host", config, Labels.EMPTY)) {
            return target.prepare(LATER).stream().map(Collector::name).toList();
        }
    }

    private HostConfig with(boolean nativeCalls, List<String> enable, List<String> disable) {
        HostConfig files = files();
        return new HostConfig(files.source(), files.paths(), nativeCalls, List.of(), files.filters(), enable, disable);
    }

    @Test
    void collectorsThatCostMuch_runOnlyWhenAsked() throws Exception {
        assertThat(names(files()))
                .contains("cpu", "filesystem", "hwmon", "textfile")
                .doesNotContainAnyElementsOf(HostPages.ALL);
        assertThat(names(with(true, HostPages.ALL, List.of("cpu"))))
                .containsAll(HostPages.ALL)
                .doesNotContain("cpu")
                .hasSize(HostTarget.names().size() - 1);
    }

    @Test
    void everyCollector_isCalledAsInTheListOfNames() throws Exception {
        assertThat(names(with(true, HostPages.ALL, List.of()))).containsExactlyInAnyOrderElementsOf(HostTarget.names());
    }

    @Test
    void thoseThatMayWait_comeLast() throws Exception {
        List<String> names = names(files());

        assertThat(names.subList(names.size() - 2, names.size())).containsExactly("textfile", "filesystem");
    }

    @Test
    void whatIsNotThere_isSkippedWithTheReason() throws Exception {
        Files.delete(folder.resolve("proc/pressure/cpu"));
        Files.delete(folder.resolve("proc/sys/net/netfilter/nf_conntrack_count"));
        try (HostTarget target = new HostTarget("host", with(false, List.of(), List.of()), Labels.EMPTY)) {
            assertThat(target.skipped()).isEmpty();
            List<Collector> first = target.prepare(LATER);

            assertThat(target.skipped())
                    .containsOnlyKeys("pressure", "conntrack", "timex")
                    .containsEntry("pressure", "missing")
                    .containsEntry("timex", "native");
            assertThat(target.prepare(LATER)).isSameAs(first);
        }
    }

    @Test
    void everySeries_bearsTheLabelsOfTheTarget() throws Exception {
        HostConfig files = files();
        Files.createDirectories(folder.resolve("text"));
        Files.writeString(folder.resolve("text/a.prom"), "a{b=\"c\"} 1\n");
        HostConfig all = new HostConfig(
                files.source(),
                files.paths(),
                true,
                List.of(folder.resolve("text")),
                files.filters(),
                HostPages.ALL,
                List.of());
        try (HostPages pages = new HostPages(all, Labels.of("site", "north"))) {
            List<String> lines = Samples.of(pages.page()).lines().stream()
                    .filter(line -> !line.startsWith("dbvitals_"))
                    .toList();

            assertThat(lines).hasSizeGreaterThan(900).allMatch(line -> line.contains("site=\"north\""));
        }
    }

    @Test
    void withoutNativeCalls_filesAreLeftOut() throws Exception {
        try (HostPages pages = new HostPages(with(false, List.of(), List.of()))) {
            Samples samples = Samples.of(pages.page());

            assertThat(samples.value("node_filesystem_size_bytes", "mountpoint=\"/\""))
                    .isGreaterThan(1e6);
            assertThat(samples.has("node_filesystem_files")).isFalse();
            assertThat(samples.value("node_filesystem_device_error", "mountpoint=\"/gone\""))
                    .isEqualTo(1);
        }
    }

    @Test
    void wrongProcfs_isNamedWithTheRemedy() {
        HostConfig config = HostPages.files(folder.resolve("none"), HostConfig.Source.PROC, List.of());
        try (HostTarget target = new HostTarget("host", config, Labels.EMPTY)) {
            assertThatThrownBy(() -> target.prepare(LATER))
                    .isInstanceOf(CollectException.class)
                    .hasMessageContaining("paths.procfs");
        }
    }

    @Test
    void networkFigures_areThoseOfProcess1() throws Exception {
        FileTree.lay("""
                == proc/1/net/dev
                h
                h
                  wan0: 5 1 0 0 0 0 0 0 6 1 0 0 0 0 0 0
                == proc/1/net/sockstat
                sockets: used 42
                == proc/1/net/snmp
                """, folder);
        try (HostPages pages = new HostPages(files())) {
            Samples samples = Samples.of(pages.page());

            assertThat(samples.all("node_network_receive_bytes_total"))
                    .containsExactly("node_network_receive_bytes_total{device=\"wan0\"} 5.0");
            assertThat(samples.value("node_sockstat_sockets_used")).isEqualTo(42);
        }
    }

    @Test
    void filters_areLookedForInNames() throws Exception {
        HostConfig files = files();
        HostConfig.Filters filters = new HostConfig.Filters(
                Optional.of("^/srv"),
                Optional.of("^tmpfs$"),
                Optional.of("^(sd|dm|ram|loop)"),
                Optional.of("^(lo|bond)"));
        HostConfig filtered =
                new HostConfig(files.source(), files.paths(), true, List.of(), filters, List.of(), List.of());
        try (HostPages pages = new HostPages(filtered)) {
            Samples samples = Samples.of(pages.page());

            assertThat(samples.has("node_filesystem_device_error", "mountpoint=\"/srv"))
                    .isFalse();
            assertThat(samples.has("node_filesystem_device_error", "fstype=\"tmpfs\""))
                    .isFalse();
            assertThat(samples.has("node_filesystem_device_error", "mountpoint=\"/\""))
                    .isTrue();
            assertThat(samples.has("node_disk_io_now", "device=\"sda\"")).isFalse();
            assertThat(samples.has("node_disk_io_now", "device=\"nvme0n1\"")).isTrue();
            assertThat(samples.has("node_network_receive_bytes_total", "device=\"lo\""))
                    .isFalse();
            assertThat(samples.has("node_network_receive_bytes_total", "device=\"eth0\""))
                    .isTrue();
        }
    }

    @Test
    void container_isWarnedOf() throws Exception {
        Roots usual = new Roots(HostConfig.Paths.DEFAULT);
        assertThat(ContainerCheck.warning(folder.toFile(), usual)).isEmpty();

        Files.createFile(folder.resolve(".dockerenv"));
        assertThat(ContainerCheck.warning(folder.toFile(), usual))
                .hasValueSatisfying(said -> assertThat(said).contains("rootfs: /host"));
        HostConfig.Paths half =
                new HostConfig.Paths(Path.of("/host/proc"), Path.of("/host/sys"), Path.of("/"), Path.of("/x"));
        assertThat(ContainerCheck.warning(folder.toFile(), new Roots(half))).isPresent();
        assertThat(ContainerCheck.warning(folder.toFile(), new Roots(files().paths())))
                .isEmpty();
    }

    @Test
    void twoChipsOfOneDevice_areShownAsOne() throws Exception {
        FileTree.lay("""
                == sys/devices/platform/coretemp.0/hwmon/hwmon9/name
                other
                == sys/devices/platform/coretemp.0/hwmon/hwmon9/temp1_input
                77000
                == sys/devices/platform/coretemp.0/hwmon/hwmon9/device -> ../../../coretemp.0
                == sys/class/hwmon/hwmon9 -> ../../devices/platform/coretemp.0/hwmon/hwmon9
                """, folder);
        try (HostPages pages = new HostPages(files())) {
            Samples samples = Samples.of(pages.page());

            assertThat(samples.value("node_hwmon_temp_celsius", "chip=\"platform_coretemp_0\"", "sensor=\"temp1\""))
                    .isEqualTo(55);
            assertThat(samples.value("node_scrape_collector_success", "collector=\"hwmon\""))
                    .isEqualTo(1);
        }
    }
}
