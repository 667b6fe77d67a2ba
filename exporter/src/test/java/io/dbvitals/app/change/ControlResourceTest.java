package io.dbvitals.app.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbvitals.app.guard.GuardRun;
import io.dbvitals.config.Config;
import io.dbvitals.config.json.JsonNode;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.testing.Written;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlResourceTest {
    @TempDir
    private Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2024-01-15T10:00:00Z"));
    private final List<String> refreshed = new ArrayList<>();
    private final Pauses pauses = new Pauses(now::get);
    private final GuardRun guard = new GuardRun(List::of);

    @Test
    void pause_lastsAnHourUnlessItIsSaid() throws Exception {
        assertThat(answer("{\"action\": \"pause\", \"target\": \"cache\"}"))
                .isEqualTo("{\"paused\":[{\"target\":\"cache\",\"until\":\"2024-01-15T11:00:00Z\",\"by\":\"alice\"}],"
                        + "\"guard\":{\"enabled\":false,\"acts\":false,\"running\":false,\"stopped_by\":\"\"}}\n");
        answer("{\"action\": \"pause\", \"target\": \"cache\", \"for\": \"90m\"}");
        assertThat(pauses.now()).extracting(Pause::until).containsExactly(Instant.parse("2024-01-15T11:30:00Z"));
        assertThat(pauses.snapshot()).isPresent();
        now.set(Instant.parse("2024-01-15T11:30:00Z"));
        assertThat(pauses.now()).isEmpty();
        assertThat(pauses.snapshot()).isEmpty();
        assertThat(refreshed).hasSize(2);
        assertThat(Files.readString(audit()))
                .contains("\"detail\":\"collecting → paused until 2024-01-15T11:00:00Z\"", "\"actor\":\"alice\"");
    }

    @Test
    void resume_isSaidOnce() throws Exception {
        answer("{\"action\": \"pause\", \"target\": \"cache\"}");
        assertThat(answer("{\"action\": \"resume\", \"target\": \"cache\"}")).startsWith("{\"paused\":[],");
        answer("{\"action\": \"resume\", \"target\": \"cache\"}");
        assertThat(Files.readAllLines(audit()))
                .filteredOn(line -> line.contains("\"phase\":\"intent\"") && line.contains("\"action\":\"resume\""))
                .hasSize(1);
    }

    @Test
    void nonsense_isRefused() {
        assertThat(refused("{\"action\": \"paus\", \"target\": \"cache\"}"))
                .isEqualTo("400 there is no action \"paus\" (did you mean \"pause\"?); there are pause, resume, reload,"
                        + " guard-start, guard-stop");
        assertThat(refused("{\"action\": \"pause\"}")).isEqualTo("400 \"target\" is missing");
        assertThat(refused("{\"action\": \"pause\", \"target\": \"cash\"}"))
                .isEqualTo("400 there is no target \"cash\" (did you mean \"cache\"?); there are cache");
        assertThat(refused("{\"action\": \"pause\", \"target\": \"cache\", \"for\": \"25h\"}"))
                .isEqualTo("400 \"for\" must be from 1s to 24h, not 25h");
        assertThat(refused("{\"action\": \"pause\", \"target\": \"cache\", \"for\": \"long\"}"))
                .isEqualTo("400 \"for\" must be a duration such as 90s, 15m or 1h, not \"long\"");
        assertThat(refused("{\"action\": \"guard-start\"}"))
                .isEqualTo(
                        "409 the configuration turns the guard off; set guard.enabled: true there, which no call can do");
        assertThat(refused("{\"action\": \"reload\", \"target\": \"cache\"}"))
                .startsWith("400 unknown member \"target\"");
        assertThat(audit()).doesNotExist();
    }

    @Test
    void guardThatIsOff_mayBeStopped() throws Exception {
        assertThat(JsonNode.parse(answer("{\"action\": \"guard-stop\"}"))
                        .member("guard")
                        .orElseThrow()
                        .text("stopped_by"))
                .isEqualTo("alice");
        assertThat(guard.stoppedBy()).isEqualTo("alice");
        assertThat(Files.readString(audit())).contains("\"action\":\"guard_stop\"", "off → stopped");
    }

    @Test
    void plan_isForgottenAfterAMinuteAndNeedsTheGuard() throws Exception {
        Plans plans = new Plans(this::config, now::get);
        Plans.Shown plan = plans.plan(List.of());
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.expires()).isEqualTo(now.get().plusSeconds(60));
        assertThat(execute(plans, plan.id()))
                .isEqualTo(
                        "409 the guard is turned off, so nothing is ended; set guard.enabled: true in the configuration");
        Written acting =
                Written.config(folder, "targets: [{name: cache, redis: {}}]\nguard: {enabled: true, dry_run: false}\n");
        Config config = acting.load();
        Plans allowed = new Plans(() -> config, now::get);
        Plans.Shown other = allowed.plan(List.of());
        assertThat(allowed.execute(other.id(), List.of(), "alice").answers()).isEmpty();
        now.updateAndGet(before -> before.plus(Duration.ofSeconds(60)));
        assertThat(execute(allowed, other.id()))
                .isEqualTo("409 there is no such plan, or it is older than 60 s; ask for a new one and look at it");
    }

    private static String execute(Plans plans, String id) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> plans.execute(id, List.of(), "alice"));
        return refusal.answer().status() + " " + refusal.getMessage();
    }

    private String refused(String body) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> answer(body));
        return refusal.answer().status() + " " + refusal.getMessage();
    }

    private String answer(String body) throws Refusal {
        Steering steering =
                new Steering(this::config, changes -> {}, () -> {}, pauses, guard, () -> refreshed.add("refreshed"));
        return StandardCharsets.UTF_8
                .decode(new ControlResource(steering, new ChangeLog(this::audit), now::get)
                        .answer(Calls.post(body))
                        .body()
                        .duplicate())
                .toString();
    }

    private Config config() {
        try {
            return Written.config(folder, "targets: [{name: cache, redis: {}}]\n")
                    .load();
        } catch (ConfigException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path audit() {
        return folder.resolve("audit.jsonl");
    }
}
