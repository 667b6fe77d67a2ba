package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFamiliesTest {
    @TempDir
    private Path folder;

    @Test
    void limitOfTheAddressSpace_isThatOfTheKernel() throws IOException {
        assertThat(limit("Max address space         unlimited            unlimited            bytes"))
                .isEqualTo(0x1p64);
        assertThat(
                        limit(
                                "Max cpu time  1 1 seconds\nMax address space         1048576              unlimited            bytes"))
                .isEqualTo(1048576);
        assertThat(ProcessFamilies.addressSpace(folder.resolve("none"))).isEmpty();
    }

    private double limit(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("limits"), "Limit Soft Hard Units\n" + text + "\n");
        GaugeSnapshot family =
                (GaugeSnapshot) ProcessFamilies.addressSpace(file).orElseThrow();
        return family.getDataPoints().get(0).getValue();
    }
}
