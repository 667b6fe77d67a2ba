package io.dbvitals.testing;

import io.dbvitals.guard.session.Doors;
import io.dbvitals.scrape.CollectException;
import java.util.List;

/** Doors at which somebody looks around before each is opened again. */
public record SpyingDoors(Doors doors, Runnable beforeOpening) implements Doors {
    @Override
    public List<Door> look() throws CollectException {
        return doors.look();
    }

    @Override
    public String shut() {
        return doors.shut();
    }

    @Override
    public void set(String door, String state) throws CollectException {
        if (!state.equals(doors.shut())) {
            beforeOpening.run();
        }
        doors.set(door, state);
    }
}
