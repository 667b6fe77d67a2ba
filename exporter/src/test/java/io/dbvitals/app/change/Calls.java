package io.dbvitals.app.change;

import io.dbvitals.http.answer.Parameters;
import io.dbvitals.http.resource.Call;
import io.dbvitals.http.resource.Caller;
import io.dbvitals.http.resource.Role;
import java.util.Map;

/** Calls of an admin named alice, as they arrive at a resource. */
public final class Calls {
    private Calls() {}

    public static Call get() {
        return call("GET", Map.of(), "");
    }

    public static Call post(String body) {
        return call("POST", Map.of(), body);
    }

    public static Call delete(Map<String, String> parameters) {
        return call("DELETE", parameters, "");
    }

    private static Call call(String method, Map<String, String> parameters, String body) {
        return new Call(
                method,
                "/api/v1",
                Map.of(),
                Parameters.of(parameters),
                Map.of(),
                body,
                new Caller("alice", Role.ADMIN));
    }
}
