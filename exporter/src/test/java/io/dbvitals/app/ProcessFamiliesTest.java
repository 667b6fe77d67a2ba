package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.testing.Written;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    @Test
    void boundsOfTheGuard_areThresholds_whereItIsOn() throws IOException, ConfigException {
        assertThat(thresholds("""
                targets: [{name: host, host: {}}]
                guard:
                  enabled: true
                  rules: {locks: off, web: {measure: connections, warning: 5, critical: 7, applications: [web]}}
                """))
                .contains(
                        "guard_connections critical \"\" 50.0",
                        "guard_connections warning \"\" 30.0",
                        "guard_connections_ratio critical \"\" 0.95",
                        "guard_blocked warning \"\" 1.0",
                        "guard_idle_in_transaction critical \"\" 3.0",
                        "guard_long_queries critical \"\" 5.0",
                        "guard_web critical \"\" 7.0",
                        "guard_web warning \"\" 5.0")
                .hasSize(12);
        assertThat(thresholds("targets: [{name: host, host: {}}]")).isEmpty();
    }

    private List<String> thresholds(String yaml) throws IOException, ConfigException {
        ProcessFamilies families = new ProcessFamilies("test");
        families.reloaded(Written.config(folder, yaml).load());
        return families.snapshot().stream()
                .filter(family -> family.getMetadata().getName().equals("dbvitals_threshold"))
                .flatMap(family -> ((GaugeSnapshot) family).getDataPoints().stream())
                .map(point -> point.getLabels().get("name") + " "
                        + point.getLabels().get("severity") + " \""
                        + point.getLabels().get("target") + "\" " + point.getValue())
                .toList();
    }

    private double limit(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("limits"), "Limit Soft Hard Units\n" + text + "\n");
        GaugeSnapshot family =
                (GaugeSnapshot) ProcessFamilies.addressSpace(file).orElseThrow();
        return family.getDataPoints().get(0).getValue();
    }
}
