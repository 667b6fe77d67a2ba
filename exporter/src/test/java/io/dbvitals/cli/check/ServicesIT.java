package io.dbvitals.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.app.check.catalog.Services;
import io.dbvitals.app.check.service.Service;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.testing.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every service on the oldest and the newest PostgreSQL, on a primary and on its standby. */
class ServicesIT {
    private static final String PRIMARY = "PRIMARY ";
    private static final String STANDBY = "STANDBY ";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {13, 18})
    void everyService_answersAsAPlugin(int major) {
        try (TestServer primary = TestServer.start(major);
                TestServer standby = primary.standby("mirror")) {
            primary.execute(
                    "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY)",
                    "GRANT SELECT ON SEQUENCE t_id_seq TO dbvitals");
            Plugin plugin = new Plugin(folder);
            String first = primary.target("p", "postgres", "");
            String second = standby.target("s", "postgres", "");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> plugin.check(first, "streaming_delta", "-c", "standbys=1:")
                                            .code()
                                    == ExitCode.OK
                            && plugin.check(second, "hot_standby_delay").code() == ExitCode.OK);
            Map<String, String> notOk = new TreeMap<>();
            for (Service service : Services.all()) {
                if (service.source().kinds().contains("postgres")) {
                    for (String name : service.names()) {
                        note(notOk, PRIMARY + name, plugin.check(first, name));
                        note(notOk, STANDBY + name, plugin.check(second, name));
                    }
                }
            }
            Map<String, String> expected = new TreeMap<>(Map.of(
                    PRIMARY + "archiver",
                            "POSTGRES_ARCHIVER UNKNOWN: ready 0: archive_mode is off: nothing is archived",
                    STANDBY + "archiver",
                            "POSTGRES_ARCHIVER UNKNOWN: ready 0: archive_mode is off: nothing is archived",
                    PRIMARY + "hot_standby_delay",
                            "POSTGRES_HOT_STANDBY_DELAY UNKNOWN: replay_delay: this server is no standby",
                    STANDBY + "streaming_delta", "POSTGRES_STREAMING_DELTA UNKNOWN: there is no value",
                    PRIMARY + "is_hot_standby", "POSTGRES_IS_HOT_STANDBY CRITICAL: is_hot_standby 0 (outside 1:)",
                    STANDBY + "is_master", "POSTGRES_IS_MASTER CRITICAL: is_master 0 (outside 1:)",
                    PRIMARY + "uptime", "POSTGRES_UPTIME WARNING: uptime",
                    STANDBY + "uptime", "POSTGRES_UPTIME WARNING: uptime"));
            if (major == 13) {
                expected.put(PRIMARY + "minor_version", "POSTGRES_MINOR_VERSION CRITICAL: days_supported -");
                expected.put(STANDBY + "minor_version", "POSTGRES_MINOR_VERSION CRITICAL: days_supported -");
                expected.put(PRIMARY + "pgss_dealloc", "POSTGRES_PGSS_DEALLOC UNKNOWN: p: PostgreSQL 13.");
                expected.put(STANDBY + "pgss_dealloc", "POSTGRES_PGSS_DEALLOC UNKNOWN: s: PostgreSQL 13.");
            }
            assertThat(notOk.keySet()).as("%s", notOk).isEqualTo(expected.keySet());
            expected.forEach((service, line) -> assertThat(notOk.get(service)).startsWith(line));
        }
    }

    private static void note(Map<String, String> notOk, String service, Plugin.Answer answer) {
        if (answer.code() != ExitCode.OK) {
            notOk.put(service, answer.line());
        }
    }
}
