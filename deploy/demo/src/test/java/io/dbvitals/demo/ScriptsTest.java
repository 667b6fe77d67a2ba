package io.dbvitals.demo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the scripts refuse before they build anything. */
@EnabledOnOs(OS.LINUX)
class ScriptsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            demo | --port=0 | --port must be 1 to 65535, not '0'
            demo | --pgvector /no/such | there is no pgvector in /no/such; run scripts/pgvector.sh, which builds it (Debian; needs gcc)
            demo | --postgres | --postgres needs a URL
            demo | --postgres u:s3cret@h | --postgres needs postgresql://user:password@host:port/database
            demo | --postgres=postgres://u@h/d --postgres=postgres://u@h/e | take one of --pgvector, --postgres and --docker
            bench | --vectors --pgvector /no/such | there is no pgvector in /no/such; run scripts/pgvector.sh, which builds it (Debian; needs gcc)
            bench | --pgvector /no/such | --pgvector goes with --vectors
            bench | --vectors --only redis | --vectors has no systems and no peers
            """)
    void a_wrong_option_is_told(String script, String options, String message) {
        List<String> command =
                new ArrayList<>(List.of(Path.of("../../scripts", script + ".sh").toString()));
        command.addAll(List.of(options.split(" ")));

        assertThatThrownBy(() -> Program.run("it", command, folder.resolve("log")))
                .hasMessage("it failed (it ended with 1):\n" + script + ": " + message);
    }
}
