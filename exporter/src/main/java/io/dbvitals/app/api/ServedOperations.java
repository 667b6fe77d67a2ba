package io.dbvitals.app.api;

import io.dbvitals.http.resource.Operation;
import java.util.ArrayList;
import java.util.List;

/** The one list of what the API serves. */
public final class ServedOperations implements AutoCloseable {
    private final List<Operation> operations = new ArrayList<>();

    /** Reads nothing yet. */
    public ServedOperations(Program program) {}

    public List<Operation> all() {
        return List.copyOf(operations);
    }

    @Override
    public void close() {}
}
