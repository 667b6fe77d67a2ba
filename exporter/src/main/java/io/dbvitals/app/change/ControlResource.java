package io.dbvitals.app.change;

import io.dbvitals.api.body.JsonBody;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Durations;
import io.dbvitals.config.yaml.Suggestion;
import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.resource.Call;
import io.dbvitals.http.resource.Resource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Pauses and resumes the collection of a target, reads the configuration anew, stops and starts the guard; the answer says how it is then.
 *
 * <pre>
 * {"action": "pause", "target": "primary", "for": "1h"}
 * </pre>
 */
public final class ControlResource implements Resource {
    private static final List<String> ACTIONS = List.of("pause", "resume", "reload", "guard-start", "guard-stop");
    private static final Duration STANDARD_PAUSE = Duration.ofHours(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(24);
    private static final int INVALID = 400;
    private static final int CONFLICT = 409;

    private final Steering steering;
    private final ChangeLog log;
    private final InstantSource clock;

    public ControlResource(Steering steering, ChangeLog log, InstantSource clock) {
        this.steering = steering;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public Answer answer(Call call) throws Refusal {
        JsonBody body = JsonBody.of(call);
        String action = body.requiredText("action");
        String actor = call.caller().name();
        synchronized (this) {
            switch (action) {
                case "pause" -> pause(body, actor);
                case "resume" -> resume(body, actor);
                case "reload" -> reload(body, actor);
                case "guard-start" -> startGuard(body, actor);
                case "guard-stop" -> stopGuard(body, actor);
                default ->
                    throw new Refusal(
                            INVALID,
                            "there is no action \"" + action + "\"" + Suggestion.of(action, ACTIONS) + "; there are "
                                    + String.join(", ", ACTIONS));
            }
        }
        return Answer.json(200, StateText.of(steering));
    }

    private void pause(JsonBody body, String actor) throws Refusal {
        String target = target(body);
        Duration length = body.duration("for").orElse(STANDARD_PAUSE);
        body.finish();
        if (length.compareTo(LONGEST_PAUSE) > 0 || length.toSeconds() < 1) {
            throw new Refusal(INVALID, "\"for\" must be from 1s to 24h, not " + Durations.format(length));
        }
        Instant until = clock.instant().plus(length).truncatedTo(ChronoUnit.SECONDS);
        log.run(
                "pause",
                target,
                actor,
                "collecting → paused until " + until,
                () -> steering.pause(new Pause(target, until, actor)));
    }

    private void resume(JsonBody body, String actor) throws Refusal {
        String target = target(body);
        body.finish();
        if (steering.pauses().stream().anyMatch(pause -> pause.target().equals(target))) {
            log.run("resume", target, actor, "paused → collecting", () -> steering.resume(target));
        }
    }

    private void reload(JsonBody body, String actor) throws Refusal {
        body.finish();
        log.run("reload", "", actor, "the configuration is read anew", () -> {
            try {
                steering.reload();
            } catch (ConfigException e) {
                throw new Refusal(CONFLICT, "not reloaded, the configuration before is kept\n" + e.getMessage());
            }
        });
    }

    private void startGuard(JsonBody body, String actor) throws Refusal {
        body.finish();
        Steering.GuardState guard = steering.guard();
        if (!guard.enabled()) {
            throw new Refusal(
                    CONFLICT,
                    "the configuration turns the guard off; set guard.enabled: true there, which no call can do");
        }
        if (!guard.running()) {
            log.run("guard_start", "", actor, "stopped → running", steering::startGuard);
        }
    }

    private void stopGuard(JsonBody body, String actor) throws Refusal {
        body.finish();
        Steering.GuardState guard = steering.guard();
        if (guard.stoppedBy().isEmpty()) {
            log.run(
                    "guard_stop",
                    "",
                    actor,
                    (guard.running() ? "running" : "off") + " → stopped",
                    () -> steering.stopGuard(actor));
        }
    }

    private String target(JsonBody body) throws Refusal {
        String target = body.requiredText("target");
        List<String> names =
                steering.config().targets().stream().map(TargetConfig::name).toList();
        if (!names.contains(target)) {
            throw new Refusal(
                    INVALID,
                    "there is no target \"" + target + "\"" + Suggestion.of(target, names) + "; there are "
                            + String.join(", ", names));
        }
        return target;
    }
}
