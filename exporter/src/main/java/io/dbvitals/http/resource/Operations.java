package io.dbvitals.http.resource;

import io.dbvitals.http.answer.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** All operations of a server, by method and path. */
public final class Operations {
    private final List<Operation> all;

    public Operations(List<Operation> all) {
        this.all = List.copyOf(all);
    }

    /** An operation and the variables of a path. */
    public record Match(Operation operation, Map<String, String> variables) {
        public Match {
            variables = Map.copyOf(variables);
        }
    }

    /** Whether there is anything under that path, by whatever method. */
    public boolean has(String path) {
        return all.stream().anyMatch(each -> each.match(path).isPresent());
    }

    /** {@code HEAD} is {@code GET}. */
    public Match find(String method, String path) throws Refusal {
        String asked = method.equals("HEAD") ? "GET" : method;
        TreeSet<String> methods = new TreeSet<>();
        for (Operation each : all) {
            Optional<Map<String, String>> variables = each.match(path);
            if (variables.isPresent() && each.method().equals(asked)) {
                return new Match(each, variables.get());
            }
            variables.ifPresent(found -> methods.add(each.method()));
        }
        if (methods.isEmpty()) {
            throw new Refusal(404, "there is no " + path + "; /api/v1/openapi.json names what there is");
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        String allowed = String.join(", ", methods);
        throw new Refusal(405, path + " answers " + allowed + " only", "Allow", allowed);
    }

    /** The templates, for a test that compares them with their description. */
    public List<Operation> all() {
        return all;
    }
}
