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
    void this_process_has_cost_something() throws DemoException {
        long pid = ProcessHandle.current().pid();

        assertThat(ProcessCost.cpuMillis(pid)).isPositive();
        assertThat(ProcessCost.treeCpuMillis(pid)).isGreaterThanOrEqualTo(ProcessCost.cpuMillis(pid) - 1_000);
        assertThat(ProcessCost.residentMebibytes(pid)).isGreaterThan(10);
    }
}
