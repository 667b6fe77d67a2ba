package io.dbvitals.migration.state;

import java.util.List;
import java.util.Optional;

/**
 * What one tool has done in one schema.
 *
 * @param current the newest version; of Alembic each head, of Django the newest of each application; empty where nothing is applied
 * @param applied how many migrations are in force; of Alembic and golang-migrate, which keep the last one only, not more than is seen
 * @param names of what is in force, by which it can be asked for
 * @param baseline up to which the tool takes everything for applied
 * @param lastAt when the last one was applied, as the table has it, in the zone of who wrote it; empty where it has no time
 */
public record MigrationState(
        Tool tool,
        Place place,
        List<String> current,
        int applied,
        List<String> names,
        Optional<String> baseline,
        List<Trouble> troubles,
        String lastAt) {
    public MigrationState {
        current = List.copyOf(current);
        names = List.copyOf(names);
        troubles = List.copyOf(troubles);
    }

    /** With no baseline. */
    public MigrationState(
            Tool tool,
            Place place,
            List<String> current,
            int applied,
            List<String> names,
            List<Trouble> troubles,
            String lastAt) {
        this(tool, place, current, applied, names, Optional.empty(), troubles, lastAt);
    }

    /** How far it is on the way to that version, in the order of the tool. */
    public Progress towards(String required) {
        return Progress.of(this, required);
    }
}
