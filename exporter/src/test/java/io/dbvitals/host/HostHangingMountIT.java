package io.dbvitals.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.HostConfig;
import io.dbvitals.testing.HangingMount;
import io.dbvitals.testing.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real mount of which the kernel waits for an answer that does not come. */
class HostHangingMountIT {
    private static final Duration BUDGET = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    @Test
    void scrape_marksItAndShowsAllElse() throws Exception {
        String place = "mountpoint=\"" + folder + "\"";
        try (HangingMount mount = HangingMount.at(folder);
                HostPages pages = new HostPages(HostPages.machine(HostConfig.Source.PROC, List.of()))) {
            long start = System.nanoTime();
            Samples first = Samples.of(pages.page(BUDGET));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
            assertThat(first.value("node_filesystem_device_error", place)).isEqualTo(1);

            // It is not waited for again, so that many scrapes take no longer than one that waits.
            long again = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                Samples next = Samples.of(pages.page(BUDGET));
                assertThat(next.value("node_filesystem_device_error", place, "device_error=\"mountpoint timeout\""))
                        .isEqualTo(1);
                assertThat(next.has("node_filesystem_size_bytes", "mountpoint=\"/\""))
                        .isTrue();
                assertThat(next.value("node_scrape_collector_success", "collector=\"filesystem\""))
                        .isEqualTo(1);
                assertThat(next.has("node_load1")).isTrue();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - again)).isLessThan(Duration.ofSeconds(10));

            mount.answerByError();
            Awaitility.await()
                    .until(() -> Samples.of(pages.page(BUDGET))
                            .has(
                                    "node_filesystem_device_error",
                                    place,
                                    "device_error=\"transport endpoint is not connected\""));
        }
    }
}
