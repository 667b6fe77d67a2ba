package io.dbvitals.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.bench.system.Kind;
import io.dbvitals.demo.bench.system.Systems;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubjectTest {
    @Test
    void dbvitals_reads_all_systems(@TempDir Path folder) throws DemoException, InterruptedException {
        try (Systems systems = new Systems(new Systems.Place(folder, folder, Map.of()))) {
            systems.start(Set.of(Kind.REDIS, Kind.HOST));

            assertThat(Subject.configuration(systems.all())).matches("""
                    targets:
                      - \\{name: redis, redis: \\{url: "redis://127.0.0.1:[0-9]+"}}
                      - \\{name: host, host: \\{}}
                    """);
        }
    }
}
