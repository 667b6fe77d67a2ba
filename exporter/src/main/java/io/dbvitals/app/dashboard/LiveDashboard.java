package io.dbvitals.app.dashboard;

import io.dbvitals.api.dashboard.Dashboard;
import io.dbvitals.api.dashboard.Section;
import io.dbvitals.api.dashboard.SelfState;
import io.dbvitals.app.program.Program;
import io.dbvitals.config.guard.GuardConfig;
import java.time.Instant;
import java.util.List;

/** The dashboard of the running program. */
public final class LiveDashboard implements Dashboard.Source, AutoCloseable {
    private final Program program;
    private final Cards cards;

    /** Reads nothing yet. */
    public LiveDashboard(Program program) {
        this.program = program;
        this.cards = new Cards(program);
    }

    @Override
    public Dashboard read() throws InterruptedException {
        return new Dashboard(
                Instant.now(),
                cards.now(),
                Section.missing("no alerts are read: configure alerting.alertmanagers"),
                Section.missing("being read"),
                Section.missing("being read"),
                Section.missing("being read"),
                Section.missing("being read"),
                Section.missing("being read"),
                Section.missing("being read"),
                self());
    }

    private SelfState self() {
        return new SelfState(
                program.version(),
                program.health().get().process(),
                guard(program.config().get().guard()),
                program.reloadFailure().get(),
                List.of());
    }

    private static String guard(GuardConfig guard) {
        return guard.acts() ? "acting" : guard.enabled() ? "dry run" : "off";
    }

    @Override
    public void close() {}
}
