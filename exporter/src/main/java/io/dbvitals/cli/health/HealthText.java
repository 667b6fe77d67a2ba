package io.dbvitals.cli.health;

import io.dbvitals.app.guard.text.Texts;
import io.dbvitals.app.health.Remedies;
import io.dbvitals.app.health.TargetHealth;
import io.dbvitals.app.health.json.HealthJson;
import io.dbvitals.app.health.vitals.Reading;
import io.dbvitals.health.HealthReport.Status;
import io.dbvitals.health.score.Component;
import io.dbvitals.migration.state.MigrationState;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What {@code health-check} says to people: the worst target first, and of a healthy one a line. */
final class HealthText {
    private static final Comparator<TargetHealth> WORST_FIRST =
            Comparator.comparingDouble(health -> health.score().points());

    private HealthText() {}

    /** @param components whether also those are told that are well, or do not apply */
    static void lines(List<TargetHealth> all, boolean components, Consumer<String> out) {
        if (all.isEmpty()) {
            out.accept("no target was selected");
            return;
        }
        if (all.size() > 1) {
            out.accept(all.size() + " targets: " + count(all, Status.UNHEALTHY) + ", " + count(all, Status.DEGRADED)
                    + ", " + count(all, Status.HEALTHY));
        }
        all.stream().sorted(WORST_FIRST).forEach(health -> target(health, components, out));
    }

    private static String count(List<TargetHealth> all, Status status) {
        return all.stream().filter(health -> health.status() == status).count() + " " + text(status);
    }

    private static void target(TargetHealth health, boolean components, Consumer<String> out) {
        out.accept(health.target() + ": " + text(health.status()) + ", "
                + (int) health.score().points() + " points" + about(health));
        if (health.reading().isEmpty()) {
            out.accept("  critical  " + Texts.plain(health.error()));
        }
        Stream<Component> shown = components ? health.score().components().stream() : health.findings().stream();
        shown.forEach(component -> out.accept(String.format(
                Locale.ROOT,
                "  %-10s%s: %s%s",
                HealthJson.severity(component),
                component.name(),
                Texts.plain(component.cause()),
                component.lost() == 0 ? "" : String.format(Locale.ROOT, " (-%.1f points)", component.lost()))));
        health.sessions()
                .flatMap(answer -> answer.round())
                .ifPresent(round -> round.seen()
                        .prepared()
                        .forEach(prepared -> out.accept("  note      prepared transaction " + Texts.plain(prepared))));
        health.unread().forEach(unread -> out.accept("  note      migrations of " + Texts.plain(unread)));
        if (health.status() != Status.HEALTHY) {
            Remedies.of(health).forEach(remedy -> out.accept("  to do     " + remedy));
        }
    }

    private static String about(TargetHealth health) {
        if (health.reading().isEmpty()) {
            return "";
        }
        Reading reading = health.reading().get();
        StringBuilder about = new StringBuilder(" (" + Texts.plain(reading.product()));
        if (!reading.role().isEmpty()) {
            about.append(", ").append(reading.role());
        }
        about.append(String.format(
                Locale.ROOT, ", answers in %.1f ms", reading.response().toNanos() / 1e6));
        for (MigrationState state : health.migrations()) {
            about.append(", ").append(state.tool().label()).append(" at ");
            about.append(Texts.plain(state.current().isEmpty() ? "nothing" : String.join(", ", state.current())));
        }
        return about.append(')').toString();
    }

    private static String text(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
