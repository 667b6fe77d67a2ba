package io.dbvitals.host.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.HostConfig;
import io.dbvitals.host.kernel.Roots;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.testing.FileTree;
import io.dbvitals.testing.Samples;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSystemsTest {
    private static final String MOUNTS = """
            == proc/self/mountinfo
            27 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
            28 27 0:40 / /net rw - nfs4 server:/export rw
            29 27 0:41 / /odd\\134name\\011x ro - xfs /dev/sdb rw
            30 27 0:42 / /sys/kernel rw - ext4 /dev/sdc rw
            31 27 0:43 / /image rw - squashfs /dev/loop0 ro
            """;
    private static final Space SPACE = new Space(100, 50, 40, OptionalDouble.of(10), OptionalDouble.of(5));

    private final CountDownLatch release = new CountDownLatch(1);
    private final List<String> asked = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void end() {
        release.countDown();
    }

    private FileSystems fileSystems(String mounts, Space.Source source, String rootfs, Optional<String> points) {
        FileTree.lay(mounts, folder);
        HostConfig.Paths paths =
                new HostConfig.Paths(folder.resolve("proc"), folder, Path.of(rootfs), folder.resolve("udev"));
        Site site = new Site(new Roots(paths), Labels.EMPTY);
        return new FileSystems(site, source, points, Optional.empty(), Duration.ofMillis(500));
    }

    private Space hangingAtNet(String path) throws IOException {
        asked.add(path);
        if (path.equals("/net")) {
            try {
                release.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        return SPACE;
    }

    private static Samples read(FileSystems fileSystems) throws CollectException, InterruptedException, IOException {
        var families = fileSystems.collect(Deadline.after(Duration.ofSeconds(20)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(out, new MetricSnapshots(families));
        return Samples.of(out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void mountThatHangs_isMarkedAndAskedOnce() throws Exception {
        try (FileSystems fileSystems = fileSystems(MOUNTS, this::hangingAtNet, "/", Optional.empty())) {
            for (int i = 0; i < 3; i++) {
                Samples samples = read(fileSystems);

                assertThat(samples.all("node_filesystem_device_error", "mountpoint=\"/net\""))
                        .containsExactly("node_filesystem_device_error{device=\"server:/export\","
                                + "device_error=\"mountpoint timeout\",fstype=\"nfs4\",mountpoint=\"/net\"} 1.0");
                assertThat(samples.value("node_filesystem_readonly", "mountpoint=\"/net\""))
                        .isEqualTo(0);
                assertThat(samples.has("node_filesystem_size_bytes", "mountpoint=\"/net\""))
                        .isFalse();
                assertThat(samples.value("node_filesystem_size_bytes", "mountpoint=\"/\""))
                        .isEqualTo(100);
                assertThat(samples.value("node_filesystem_device_error", "mountpoint=\"/\""))
                        .isEqualTo(0);
            }
            assertThat(asked.stream().filter("/net"::equals)).hasSize(1);
        }
    }

    @Test
    void escapesAreUndone_andWhatIsExcludedIsNotAsked() throws Exception {
        release.countDown();
        try (FileSystems fileSystems = fileSystems(MOUNTS, this::hangingAtNet, "/", Optional.empty())) {
            read(fileSystems);

            assertThat(asked).containsExactlyInAnyOrder("/", "/net", "/odd\\name\tx");
        }
    }

    @Test
    void exclusion_isLookedForInTheMachinesOwnName() throws Exception {
        release.countDown();
        String mounts = MOUNTS.replace("/net ", "/host/net ").replace("/ / ", "/ /host ");
        try (FileSystems fileSystems = fileSystems(mounts, this::hangingAtNet, "/host", Optional.of("^/net$"))) {
            Samples samples = read(fileSystems);

            assertThat(asked).contains("/host").doesNotContain("/host/net");
            assertThat(samples.value("node_filesystem_size_bytes", "mountpoint=\"/\""))
                    .isEqualTo(100);
        }
    }

    @Test
    void errors_areNamed() throws Exception {
        Space.Source broken = path -> {
            throw new IOException("stale NFS file handle");
        };
        try (FileSystems fileSystems = fileSystems(MOUNTS, broken, "/", Optional.empty())) {
            Samples samples = read(fileSystems);

            assertThat(samples.all("node_filesystem_device_error", "device_error=\"stale NFS file handle\""))
                    .hasSize(3)
                    .allMatch(line -> line.endsWith(" 1.0"));
            assertThat(samples.has("node_filesystem_size_bytes")).isFalse();
        }
    }

    @Test
    void mountsOfProcess1_comeBeforeOwnOnes() throws Exception {
        release.countDown();
        String both = MOUNTS + "== proc/1/mountinfo\n27 1 8:1 / /machine rw - ext4 /dev/sda1 rw\n";
        try (FileSystems fileSystems = fileSystems(both, this::hangingAtNet, "/", Optional.empty())) {
            read(fileSystems);

            assertThat(asked).containsExactly("/machine");
        }
    }
}
