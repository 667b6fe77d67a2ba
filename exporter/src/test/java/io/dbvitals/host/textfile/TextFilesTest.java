package io.dbvitals.host.textfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.HostConfig;
import io.dbvitals.host.kernel.Roots;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.testing.Comparison;
import io.dbvitals.testing.Samples;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFilesTest {
    @TempDir
    Path folder;

    private String page(Labels labels, Path... folders) throws Exception {
        try (TextFiles files = new TextFiles(new Site(new Roots(HostConfig.Paths.DEFAULT), labels), List.of(folders))) {
            return page(files);
        }
    }

    private static String page(TextFiles files) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create()
                .write(out, new MetricSnapshots(files.collect(Deadline.after(Duration.ofSeconds(20)))));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void types_areThoseOfTheFile() throws Exception {
        String text = """
                # HELP backup_bytes_total Bytes saved.
                # TYPE backup_bytes_total counter
                backup_bytes_total{disk="a"} 5
                # TYPE backup_runs counter
                backup_runs 3
                # TYPE backup_last gauge
                backup_last 7
                # TYPE backup_took histogram
                backup_took_bucket{le="1.0"} 2
                backup_took_bucket{le="5.0"} 3
                backup_took_bucket{le="+Inf"} 4
                backup_took_sum 11
                backup_took_count 4
                # TYPE backup_rate summary
                backup_rate{quantile="0.5"} 1.5
                backup_rate_sum 8
                backup_rate_count 2
                backup_other 9
                """;
        Files.writeString(folder.resolve("backup.prom"), text);
        Files.writeString(folder.resolve("backup.txt"), "not_read 1\n");

        String page = page(Labels.EMPTY, folder);

        Comparison comparison = Comparison.of(page, text, text);
        assertThat(comparison.missingNames()).isEmpty();
        assertThat(comparison.additionalNames())
                .containsExactly("node_textfile_mtime_seconds", "node_textfile_scrape_error");
        // The page would say backup_runs_total.
        assertThat(comparison.differingTypes()).containsExactly("backup_runs: untyped, the peer's counter");
        assertThat(comparison.missingSeries()).isEmpty();
        assertThat(comparison.differingValues(0, 0)).isEmpty();
        assertThat(Samples.of(page).value("node_textfile_scrape_error")).isEqualTo(0);
    }

    @Test
    void time_isThatOfTheLastWriting() throws Exception {
        Path file = Files.writeString(folder.resolve("a.prom"), "a 1\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_500L));

        assertThat(Samples.of(page(Labels.EMPTY, folder)).value("node_textfile_mtime_seconds", "file=\"" + file + "\""))
                .isEqualTo(1_700_000_000.5);
    }

    @Test
    void fileWithAMistake_isLeftOutAndTheOthersAreNot() throws Exception {
        Files.writeString(folder.resolve("bad.prom"), "a 1\nb one\n");
        Files.writeString(folder.resolve("good.prom"), "c 3\n");

        Samples samples = Samples.of(page(Labels.EMPTY, folder));

        assertThat(samples.value("node_textfile_scrape_error")).isEqualTo(1);
        assertThat(samples.has("a")).isFalse();
        assertThat(samples.value("c")).isEqualTo(3);
        assertThat(samples.all("node_textfile_mtime_seconds")).hasSize(1);
    }

    @Test
    void whatStandsTwice_isShownOnce() throws Exception {
        Files.writeString(folder.resolve("1.prom"), "# TYPE a gauge\na{x=\"1\"} 1\na{x=\"1\"} 2\n");
        Files.writeString(folder.resolve("2.prom"), "# TYPE a gauge\na{x=\"1\"} 3\na{x=\"2\"} 4\n");

        Samples samples = Samples.of(page(Labels.EMPTY, folder));

        assertThat(samples.all("a")).containsExactly("a{x=\"1\"} 1.0", "a{x=\"2\"} 4.0");
        assertThat(samples.value("node_textfile_scrape_error")).isEqualTo(1);
    }

    @Test
    void impossibleNames_costNothingElse() throws Exception {
        Files.writeString(folder.resolve("1.prom"), "a{__reserved=\"1\"} 1\nb 2\n");

        Samples samples = Samples.of(page(Labels.EMPTY, folder));

        assertThat(samples.value("b")).isEqualTo(2);
        assertThat(samples.value("node_textfile_scrape_error")).isEqualTo(1);
    }

    @Test
    void folderThatIsNotThere_isAnError() throws Exception {
        Files.writeString(folder.resolve("1.prom"), "a 1\n");

        Samples samples = Samples.of(page(Labels.EMPTY, folder.resolve("none"), folder));

        assertThat(samples.value("node_textfile_scrape_error")).isEqualTo(1);
        assertThat(samples.value("a")).isEqualTo(1);
    }

    @Test
    void ownLabels_goBeforeTheTargets() throws Exception {
        Files.writeString(folder.resolve("1.prom"), "a{target=\"mine\"} 1\nb 2\n");

        Samples samples = Samples.of(page(Labels.of("target", "host"), folder));

        assertThat(samples.all("a")).containsExactly("a{target=\"mine\"} 1.0");
        assertThat(samples.all("b")).containsExactly("b{target=\"host\"} 2.0");
    }

    @Test
    void changedFiles_areReadAgain() throws Exception {
        Path file = Files.writeString(folder.resolve("1.prom"), "a 1\n");
        try (TextFiles files =
                new TextFiles(new Site(new Roots(HostConfig.Paths.DEFAULT), Labels.EMPTY), List.of(folder))) {
            assertThat(Samples.of(page(files)).value("a")).isEqualTo(1);
            Files.writeString(file, "a 22\n");
            assertThat(Samples.of(page(files)).value("a")).isEqualTo(22);
            Files.delete(file);
            assertThat(Samples.of(page(files)).has("a")).isFalse();
        }
    }
}
