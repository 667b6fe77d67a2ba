package io.dbvitals.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dbvitals.config.HostConfig;
import io.dbvitals.testing.Comparison;
import io.dbvitals.testing.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What OSHI says of this machine, held against its own files where it has them. */
class OshiCollectorsTest {
    private static String ours = "";
    private static Samples samples = Samples.of("");

    @BeforeAll
    static void scrape() throws Exception {
        try (HostPages oshi = new HostPages(HostPages.machine(HostConfig.Source.OSHI, List.of()))) {
            oshi.page();
            ours = oshi.page();
            samples = Samples.of(ours);
            assertThat(oshi.target().skipped()).containsEntry("pressure", "platform");
        }
    }

    @Test
    void whatEveryMachineHas_isShown() {
        assertThat(samples.all("node_scrape_collector_success")).isNotEmpty().allMatch(line -> line.endsWith(" 1.0"));
        assertThat(samples.value("node_memory_MemTotal_bytes")).isGreaterThan(1e8);
        assertThat(samples.value("node_boot_time_seconds")).isGreaterThan(1e9);
        assertThat(samples.has("node_cpu_seconds_total", "mode=\"idle\"")).isTrue();
        assertThat(samples.has("node_filesystem_avail_bytes")).isTrue();
        assertThat(samples.has("node_time_seconds")).isTrue();
        assertThat(samples.value("node_textfile_scrape_error")).isEqualTo(0);
        assertThat(samples.all("node_uname_info")).hasSize(1);
    }

    @Test
    void wordsForUnknown_areNotShown() {
        assertThat(samples.lines().stream().filter(line -> line.startsWith("node_")))
                .noneMatch(line -> line.endsWith(" NaN") || line.contains("\"unknown\""))
                .noneMatch(line -> line.contains("_bytes") && line.matches(".* -\\S+"));
    }

    @Test
    void figures_areThoseOfTheFiles() throws Exception {
        assumeThat(Files.exists(Path.of("/proc/stat"))).isTrue();
        String proc;
        try (HostPages pages = new HostPages(HostPages.machine(HostConfig.Source.PROC, List.of()))) {
            proc = pages.page();
        }

        Comparison comparison = Comparison.of(ours, proc, proc)
                .without("dbvitals_.*|node_scrape_.*|node_load.*|node_procs_.*|node_os_.*|node_uname_info")
                .withoutLabels("device_error");

        assertThat(comparison.additionalNames()).isEmpty();
        assertThat(comparison.differingTypes()).isEmpty();
        assertThat(comparison.sharedSeries()).isGreaterThan(40);
        assertThat(comparison.differingValues(0.3, 1000)).isEmpty();
        Comparison exact = Comparison.of(ours, proc, proc).withoutLabels("device_error");
        assertThat(exact.without("(?!node_memory_MemTotal_bytes|node_filesystem_size_bytes|node_network_mtu_bytes).*")
                        .differingValues(0, 0))
                .isEmpty();
    }
}
