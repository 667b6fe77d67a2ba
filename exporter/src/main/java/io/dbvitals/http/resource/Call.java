package io.dbvitals.http.resource;

import io.dbvitals.http.answer.Parameters;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request that has been let in.
 *
 * @param path as it was asked for, decoded
 * @param variables what stands in the place of {@code {name}} in the template of the operation
 * @param parameters the part behind the question mark
 * @param headers by their names in lower case
 * @param body empty where none was sent; never longer than the server's limit
 */
public record Call(
        String method,
        String path,
        Map<String, String> variables,
        Parameters parameters,
        Map<String, String> headers,
        String body,
        Caller caller) {
    public Call {
        variables = Map.copyOf(variables);
        headers = Map.copyOf(headers);
    }

    /** What stands for that variable of the template. */
    public String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
}
