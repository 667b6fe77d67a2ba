package io.dbvitals.demo.bench.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.demo.DemoException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessCostTest {
    @Test
    void ticks_are_counted_after_a_name_with_brackets_and_blanks() {
        String stat = "42 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 100 20 3 4 20 0 1 0 99 1 2";

        assertThat(ProcessCost.ticks(stat, 11, 12)).isEqualTo(120);
        assertThat(ProcessCost.ticks(stat, 11, 14)).isEqualTo(127);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void cpu_is_counted_finer_than_ticks() throws DemoException {
        long pid = ProcessHandle.current().pid();
        double before = ProcessCost.cpuMillis(pid);
        double threads = ProcessCost.threadsMillis(pid);

        assertThat(threads).isPositive();
        // Threads that ended lack there: the JVM's compilers come and go.
        assertThat(before).isGreaterThan(threads - 1_000);
        assertThat(ProcessCost.cpuMillis(pid)).isGreaterThan(before - 1_000);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_process_that_is_gone_has_no_threads() {
        assertThat(ProcessCost.threadsMillis(Integer.MAX_VALUE)).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void this_process_has_cost_something() throws DemoException {
        long pid = ProcessHandle.current().pid();

        assertThat(ProcessCost.cpuMillis(pid)).isPositive();
        assertThat(ProcessCost.treeCpuMillis(pid)).isGreaterThanOrEqualTo(ProcessCost.cpuMillis(pid) - 1_000);
        assertThat(ProcessCost.residentMebibytes(pid)).isGreaterThan(10);
    }
}
