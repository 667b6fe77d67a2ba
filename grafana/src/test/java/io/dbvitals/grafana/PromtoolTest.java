package io.dbvitals.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dbvitals.grafana.AllPanels.Asked;
import io.dbvitals.grafana.live.Substitution;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus's own reader of queries. */
class PromtoolTest {
    @TempDir
    private Path folder;

    @Test
    void query_isReadByPromtool() throws IOException, InterruptedException {
        if (!List.of(System.getProperty("services.required", "").split(",")).contains("promtool")) {
            assumeThat(installed()).as("promtool is installed").isTrue();
        }
        List<Asked> all = AllPanels.asked();
        StringBuilder rules = new StringBuilder("groups:\n- name: panels\n  rules:\n");
        for (int i = 0; i < all.size(); i++) {
            String expr = Substitution.in(all.get(i).expr(), Duration.ofHours(1), Duration.ofSeconds(15));
            rules.append("  - record: panel:")
                    .append(i)
                    .append("\n    # ")
                    .append(all.get(i).where());
            rules.append("\n    expr: |-\n      ").append(expr).append('\n');
        }
        Path file = Files.writeString(folder.resolve("panels.yml"), rules);
        Process promtool = new ProcessBuilder("promtool", "check", "rules", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
        assertThat(said).contains(all.size() + " rules found");
    }

    private static boolean installed() {
        try {
            new ProcessBuilder("promtool", "--version").start().destroy();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
