package io.dbvitals.app.dashboard;

import io.dbvitals.api.dashboard.Dashboard;
import io.dbvitals.api.dashboard.SelfState;
import io.dbvitals.api.dashboard.TargetCard;
import io.dbvitals.app.program.Program;
import io.dbvitals.app.survey.Survey;
import io.dbvitals.app.survey.TargetSurvey;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.health.HealthReport;
import io.dbvitals.health.HealthReport.Status;
import io.dbvitals.scrape.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The dashboard of the running program. */
public final class LiveDashboard implements Dashboard.Source {
    /** So long the first who looks waits for what was never read. */
    private static final Duration FIRST = Duration.ofMillis(500);

    private final Program program;
    private final Survey survey;
    private final Cards cards;

    /** Reads nothing yet. */
    public LiveDashboard(Program program, Survey survey) {
        this.program = program;
        this.survey = survey;
        this.cards = new Cards(program);
    }

    @Override
    public Dashboard read() throws InterruptedException {
        Deadline first = Deadline.after(FIRST);
        GuardConfig guard = program.config().get().guard();
        List<TargetCard> targets = cards.now(first);
        Set<String> silent = targets.stream()
                .filter(card ->
                        card.status() == Status.UNHEALTHY && !card.error().isEmpty())
                .map(TargetCard::name)
                .collect(Collectors.toSet());
        Sections sections = new Sections(survey.look(silent, first), silent);
        return new Dashboard(
                Instant.now(),
                targets,
                AlertRows.of(survey.alerts(first)),
                sections.of(
                        TargetSurvey::sessions,
                        seen -> SessionRows.of(seen.value(), guard),
                        "no PostgreSQL or MySQL is watched"),
                sections.of(
                        TargetSurvey::sessions,
                        seen -> SessionRows.plan(seen.value(), guard),
                        "no PostgreSQL or MySQL is watched"),
                sections.of(
                        TargetSurvey::statements,
                        seen -> StatementRows.of(seen.value()),
                        "no PostgreSQL or MySQL is watched"),
                sections.of(
                        TargetSurvey::vectors,
                        seen -> VectorRows.of(
                                seen.value().target(), seen.value().families()),
                        "no PostgreSQL is watched"),
                sections.of(
                        TargetSurvey::replication,
                        seen -> ReplicationRows.of(seen.value()),
                        "no PostgreSQL or MySQL is watched"),
                sections.of(
                        each -> Optional.of(each.pools()),
                        seen -> PoolRows.of(seen.value()),
                        "no database and no PgBouncer is watched"),
                self());
    }

    private SelfState self() {
        HealthReport report = program.health().get();
        return new SelfState(
                program.version(),
                report.process(),
                guard(program.config().get().guard()),
                program.reloadFailure().get(),
                report.targets().stream()
                        .filter(each -> each.status() == Status.UNHEALTHY)
                        .map(each -> each.name() + ": " + each.error())
                        .toList());
    }

    private static String guard(GuardConfig guard) {
        return guard.acts() ? "acting" : guard.enabled() ? "dry run" : "off";
    }
}
