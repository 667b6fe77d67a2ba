package io.dbvitals.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class ProgramTest {
    @TempDir
    private Path folder;

    @Test
    void its_output_is_returned() throws DemoException, InterruptedException {
        assertThat(Program.run("it", List.of("sh", "-c", "echo out; echo error >&2"), log()))
                .isEqualTo("out\nerror\n");
    }

    @Test
    void a_bad_end_is_told_with_the_last_lines() {
        assertThatThrownBy(() -> Program.run("it", List.of("sh", "-c", "seq 1 20; exit 3"), log()))
                .hasMessage("it failed (it ended with 3):\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20");
    }

    @Test
    void a_program_that_does_not_exist_is_named() {
        assertThatThrownBy(() -> Program.run("it", List.of("/no/such/program"), log()))
                .isInstanceOf(DemoException.class)
                .hasMessageStartingWith("it cannot be started");
    }

    @Test
    void closing_ends_it() throws DemoException {
        Program program = Program.start("it", List.of("sleep", "1000"), Map.of(), log());
        assertThat(program.alive()).isTrue();

        program.close();

        assertThat(program.alive()).isFalse();
    }

    private Path log() {
        return folder.resolve("log");
    }
}
