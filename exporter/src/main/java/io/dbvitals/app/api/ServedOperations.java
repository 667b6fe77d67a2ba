package io.dbvitals.app.api;

import io.dbvitals.api.alerts.AlertOperations;
import io.dbvitals.app.alerts.CurrentDesk;
import io.dbvitals.http.resource.Operation;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The one list of what the API serves. */
public final class ServedOperations implements AutoCloseable {
    private final List<Operation> operations = new ArrayList<>();

    /** Reads nothing yet. */
    public ServedOperations(Program program) {
        operations.addAll(new AlertOperations(new CurrentDesk(program.config()), Clock.systemUTC()).all());
    }

    public List<Operation> all() {
        return List.copyOf(operations);
    }

    @Override
    public void close() {}
}
