package io.dbvitals.host.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.HostConfig;
import io.dbvitals.host.kernel.Roots;
import io.dbvitals.host.kernel.Site;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuTest {
    @TempDir
    Path folder;

    private double idle(Cpu cpu, int idle, int iowait) throws Exception {
        Files.writeString(folder.resolve("stat"), "cpu  1 1 1 1\ncpu0 100 0 0 " + idle + " " + iowait + " 0 0 0 0 0\n");
        CounterSnapshot seconds = (CounterSnapshot)
                cpu.collect(Deadline.after(Duration.ofMinutes(1))).get(0);
        return seconds.getDataPoints().stream()
                .filter(point -> "idle".equals(point.getLabels().get("mode")))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    @Test
    void idleTime_goesBackOnlyWhenTheProcessorWasOff() throws Exception {
        Cpu cpu = new Cpu(new Site(new Roots(new HostConfig.Paths(folder, folder, folder, folder)), Labels.EMPTY));

        assertThat(idle(cpu, 10_000, 50)).isEqualTo(100);
        assertThat(idle(cpu, 9_990, 50)).isEqualTo(100);
        assertThat(idle(cpu, 10_100, 50)).isEqualTo(101);
        assertThat(idle(cpu, 200, 0)).isEqualTo(2);
        assertThat(idle(cpu, 210, 0)).isEqualTo(2.1);
    }

    @Test
    void lists_areReadWithTheirRanges() {
        assertThat(Cpu.list("1,3-5,8")).containsExactly(1, 3, 4, 5, 8);
        assertThat(Cpu.list("(null)")).isEmpty();
    }
}
