package io.dbvitals.migration;

import io.dbvitals.migration.state.MigrationState;
import java.util.ArrayList;
import java.util.List;

/** All migration tables of a server, or of one of its databases: those that were read, and those that could not be. */
public record Found(List<MigrationState> states, List<Unread> unread) {
    public Found {
        states = List.copyOf(states);
        unread = List.copyOf(unread);
    }

    Found and(Found more) {
        List<MigrationState> allStates = new ArrayList<>(states);
        allStates.addAll(more.states);
        List<Unread> allUnread = new ArrayList<>(unread);
        allUnread.addAll(more.unread);
        return new Found(allStates, allUnread);
    }
}
