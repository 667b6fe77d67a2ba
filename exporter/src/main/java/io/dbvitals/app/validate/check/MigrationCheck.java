package io.dbvitals.app.validate.check;

import io.dbvitals.config.select.Globs;
import io.dbvitals.migration.Found;
import io.dbvitals.migration.state.MigrationState;
import io.dbvitals.migration.state.Place;
import io.dbvitals.migration.state.Progress;
import io.dbvitals.migration.state.Tool;
import io.dbvitals.migration.state.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether the migrations of a server are whole, and as far as they must be. */
public final class MigrationCheck {
    private static final String NAME = "migrations";

    private MigrationCheck() {}

    public static List<Check> of(Found found, List<String> versions) {
        List<Check> checks = new ArrayList<>();
        found.unread()
                .forEach(unread ->
                        checks.add(new Check(NAME, Result.UNKNOWN, unread.place() + ": " + unread.why(), "")));
        if (found.states().isEmpty() && found.unread().isEmpty()) {
            checks.add(
                    versions.isEmpty()
                            ? Check.passed(NAME, "there is no table of a migration tool")
                            : new Check(
                                    NAME,
                                    Result.UNKNOWN,
                                    "there is no table of a migration tool, so nothing tells of "
                                            + String.join(", ", versions),
                                    "run the migrations; if they have run, let the monitoring user see their table, and"
                                            + " look at --schema and the target's database"));
            return checks;
        }
        for (MigrationState state : found.states()) {
            for (Trouble trouble : state.troubles()) {
                if (trouble.kind() != Trouble.Kind.HEADS || !allNamed(state, versions)) {
                    checks.add(new Check(
                            NAME,
                            trouble.kind() == Trouble.Kind.HEADS ? Result.WARNING : Result.FAILED,
                            head(state) + ": " + trouble.text(),
                            trouble.remedy()));
                }
            }
            if (versions.isEmpty() && state.troubles().isEmpty()) {
                checks.add(Check.passed(NAME, at(state)));
            }
        }
        for (String version : versions) {
            List<Check> seen = towards(found.states(), version);
            checks.addAll(seen);
            // A table that could not be read may be the one that is meant, and has been named.
            if (seen.isEmpty() && found.unread().isEmpty()) {
                checks.add(new Check(
                        NAME,
                        Result.UNKNOWN,
                        "no table of a migration tool tells of " + version,
                        "write it as the tool does: 1.2 (Flyway, Rails, golang-migrate), app.0012 (Django), the id of a"
                                + " change set or of a revision (Liquibase, Alembic)"));
            }
        }
        return checks;
    }

    private static List<Check> towards(List<MigrationState> states, String wanted) {
        Optional<Tool> tool = tool(wanted);
        String version = tool.isPresent() ? wanted.substring(wanted.indexOf(':') + 1) : wanted;
        List<Check> checks = new ArrayList<>();
        for (MigrationState state : states) {
            if (tool.isPresent() && tool.get() != state.tool()) {
                continue;
            }
            Progress progress = state.towards(version);
            if (progress != Progress.MEANINGLESS) {
                checks.add(judge(state, version, progress));
            }
        }
        return checks;
    }

    private static Check judge(MigrationState state, String version, Progress progress) {
        return switch (progress) {
            case REACHED -> Check.passed(NAME, at(state) + "; " + version + " is applied");
            case SKIPPED ->
                new Check(
                        NAME,
                        Result.WARNING,
                        at(state) + "; " + version + " itself is not applied",
                        "see whether it was left out, or whether there is such a version at all");
            default ->
                new Check(
                        NAME,
                        Result.FAILED,
                        at(state) + "; " + version
                                + (state.tool() == Tool.ALEMBIC
                                        ? " is no head, and no other is known"
                                        : " is not applied"),
                        "run the migrations first");
        };
    }

    private static Optional<Tool> tool(String wanted) {
        for (Tool tool : Tool.values()) {
            if (wanted.toLowerCase(Locale.ROOT).startsWith(tool.label().toLowerCase(Locale.ROOT) + ":")) {
                return Optional.of(tool);
            }
        }
        return Optional.empty();
    }

    /** Heads of branches that are meant to be. */
    private static boolean allNamed(MigrationState state, List<String> versions) {
        return state.current().stream()
                .allMatch(head -> versions.contains(head) || versions.contains("alembic:" + head));
    }

    /** Whether a schema is among those that count. */
    public static boolean counts(Place place, List<String> schemas) {
        return schemas.isEmpty()
                || Globs.any(schemas, place.schema())
                || Globs.any(schemas, place.database() + "." + place.schema());
    }

    private static String head(MigrationState state) {
        return state.tool().label() + " in " + state.place();
    }

    private static String at(MigrationState state) {
        return head(state)
                + (state.current().isEmpty() ? " has nothing applied" : " is at " + String.join(", ", state.current()));
    }
}
