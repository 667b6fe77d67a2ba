package io.dbvitals.app.change;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbvitals.config.Config;
import io.dbvitals.config.load.ConfigLoader;
import io.dbvitals.config.thresholds.ThresholdChange;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.resource.Call;
import io.dbvitals.testing.Written;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThresholdResourceTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2024-01-15T10:30:45.5Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private Config[] inUse = {};

    @BeforeEach
    void read() throws ConfigException {
        inUse = new Config[] {Written.config(folder, """
                    targets: [{name: cache, redis: {}}]
                    thresholds: {hit_ratio: {warning: 0.8}}
                    guard: {audit_file: audit.jsonl}
                    """).load()};
    }

    @Test
    void change_isKeptAndOnRecordAndInForce() throws Exception {
        assertThat(answer(Calls.post("{\"name\": \"hit_ratio\", \"warning\": 0.7, \"critical\": 0.25}")))
                .isEqualTo("{\"name\":\"hit_ratio\",\"target\":\"\",\"before\":{\"warning\":0.8,\"critical\":null},"
                        + "\"now\":{\"warning\":0.7,\"critical\":0.25}}\n");
        assertThat(inUse[0].thresholds().get("hit_ratio").warning()).contains(0.7);
        assertThat(Files.readString(folder.resolve("dbvitals.overrides.yaml"))).endsWith("""
                thresholds:
                  hit_ratio:
                    warning: 0.7
                    critical: 0.25
                    by: alice
                    at: '2024-01-15T10:30:45Z'
                """);
        assertThat(ConfigLoader.of(Map.of(), List.of())
                        .load(folder.resolve("dbvitals.yaml"))
                        .thresholds())
                .isEqualTo(inUse[0].thresholds());
        assertThat(Files.readString(audit()))
                .contains("\"action\":\"threshold\"")
                .contains("\"actor\":\"alice\"")
                .contains("\"detail\":\"hit_ratio warning 0.8 → 0.7, critical default → 0.25\"")
                .contains("\"outcome\":\"done\"");
        assertThat(AuditLog.verify(audit()).isGood()).isTrue();
    }

    @Test
    void reset_goesBackToTheConfiguration() throws Exception {
        answer(Calls.post("{\"name\": \"hit_ratio\", \"target\": \"cache\", \"warning\": 0.6}"));
        answer(Calls.post("{\"name\": \"hit_ratio\", \"warning\": 0.7, \"critical\": 0.2}"));
        assertThat(answer(Calls.post("{\"name\": \"hit_ratio\", \"warning\": null}")))
                .endsWith("\"now\":{\"warning\":0.8,\"critical\":0.2}}\n");
        assertThat(answer(Calls.delete(Map.of("name", "hit_ratio"))))
                .endsWith("\"now\":{\"warning\":0.8,\"critical\":null}}\n");
        assertThat(answer(Calls.delete(Map.of("name", "hit_ratio", "target", "cache"))))
                .isEqualTo(
                        "{\"name\":\"hit_ratio\",\"target\":\"cache\",\"before\":{\"warning\":0.6,\"critical\":null},"
                                + "\"now\":{\"warning\":null,\"critical\":null}}\n");
        assertThat(inUse[0].changes().all()).isEmpty();
    }

    @Test
    void nonsense_isRefusedAndChangesNothing() throws Exception {
        assertThat(refused("{")).isEqualTo("400 the body is no JSON: more is missing at 1");
        assertThat(refused("[]")).isEqualTo("400 the body must be a JSON object");
        assertThat(refused("{}")).isEqualTo("400 \"name\" is missing");
        assertThat(refused("{\"name\": \"hit_ratio\"}"))
                .isEqualTo("400 a change must give \"warning\", \"critical\" or both");
        assertThat(refused("{\"name\": \"hit_ratio\", \"warning\": 0.5, \"warning\": 0.6}"))
                .isEqualTo("400 \"warning\" is given twice");
        assertThat(refused("{\"name\": \"hit_ratio\", \"warnin\": 0.5}"))
                .isEqualTo(
                        "400 unknown member \"warnin\" (did you mean \"warning\"?); known here: critical, name, target,"
                                + " warning");
        assertThat(refused("{\"name\": \"hit_ratio\", \"warning\": \"low\"}"))
                .isEqualTo("400 \"warning\" must be a number, not \"low\"");
        assertThat(refused("{\"name\": [1], \"warning\": 0.5}")).isEqualTo("400 \"name\" must be a text");
        assertThat(refused("{\"name\": \"hit_ratio\", \"warning\": 50}"))
                .isEqualTo("400 \"warning\" of hit_ratio must be a share from 0 to 1, not 50 (50 % is 0.5)");
        assertThat(refused("{\"name\": \"hit_ratio\", \"critical\": 0.9}"))
                .isEqualTo(
                        "400 \"critical\" of hit_ratio (0.9) must not be above \"warning\" (0.8): the lower, the worse");
        assertThat(refused("{\"name\": \"hit\", \"warning\": 0.5}")).startsWith("400 there is no threshold \"hit\"");
        assertThat(refused(Calls.delete(Map.of()))).startsWith("400 \"name\" is missing, as in ?name=");
        assertThat(folder.resolve("dbvitals.overrides.yaml")).doesNotExist();
        assertThat(audit()).doesNotExist();
        assertThat(inUse[0].changes().all()).isEmpty();
    }

    @Test
    void withoutRecord_nothingIsChanged() throws Exception {
        Files.createDirectory(audit());
        assertThat(refused("{\"name\": \"hit_ratio\", \"warning\": 0.5}"))
                .startsWith("503 nothing was changed: cannot write the audit log " + audit());
        assertThat(folder.resolve("dbvitals.overrides.yaml")).doesNotExist();
        assertThat(inUse[0].changes().all()).isEmpty();
    }

    @Test
    void withoutPlaceToKeepIt_nothingIsChanged() throws Exception {
        Files.createDirectories(folder.resolve("dbvitals.overrides.yaml.new/full"));
        assertThat(refused("{\"name\": \"hit_ratio\", \"warning\": 0.5}"))
                .startsWith("500 nothing was changed: cannot write " + folder.resolve("dbvitals.overrides.yaml.new"));
        assertThat(inUse[0].changes().all()).isEmpty();
        assertThat(Files.readString(audit())).contains("\"outcome\":\"failed\"");

        Files.writeString(folder.resolve("dbvitals.overrides.yaml"), "threshold: {}\n");
        assertThat(refused("{\"name\": \"hit_ratio\", \"warning\": 0.5}"))
                .startsWith("409 nothing was changed, as the file of changes is broken\n")
                .contains("dbvitals.overrides.yaml:1:1: unknown key \"threshold\"");

        inUse[0] = inUse[0].with(inUse[0].thresholds(), inUse[0].targets(), Config.Changes.NONE);
        assertThat(refused("{\"name\": \"hit_ratio\", \"warning\": 0.5}"))
                .isEqualTo(
                        "409 there is no configuration file beside which a changed threshold could be kept; write one"
                                + " (\"dbvitals config show\" prints it) and start with --config FILE");
    }

    private Path audit() {
        return folder.resolve("audit.jsonl");
    }

    private String refused(String body) {
        return refused(Calls.post(body));
    }

    private String refused(Call call) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> answer(call));
        return refusal.answer().status() + " " + refusal.getMessage();
    }

    private String answer(Call call) throws Refusal {
        Thresholds thresholds = new Thresholds(
                () -> inUse[0],
                changes -> inUse[0] = ThresholdChange.applied(inUse[0], changes),
                new ChangeLog(this::audit),
                CLOCK);
        return UTF_8.decode(
                        new ThresholdResource(thresholds).answer(call).body().duplicate())
                .toString();
    }
}
