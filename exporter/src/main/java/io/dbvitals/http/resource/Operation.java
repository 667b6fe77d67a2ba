package io.dbvitals.http.resource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be done with a resource.
 *
 * @param method {@code GET}, {@code POST} or {@code DELETE}
 * @param template of the path: {@code /api/v1/metrics/{database}/history}; a variable is one segment
 * @param role that the caller needs
 */
public record Operation(String method, String template, Role role, Resource resource) {
    /** For everybody who may see. */
    public static Operation get(String template, Resource resource) {
        return new Operation("GET", template, Role.VIEWER, resource);
    }

    /** For admins. */
    public static Operation post(String template, Resource resource) {
        return new Operation("POST", template, Role.ADMIN, resource);
    }

    /** For admins. */
    public static Operation delete(String template, Resource resource) {
        return new Operation("DELETE", template, Role.ADMIN, resource);
    }

    /** Whether it may change something; such calls are limited, guarded against other sites, and audited. */
    public boolean changes() {
        return !method.equals("GET");
    }

    /** The variables, where that path is one of the template. */
    public Optional<Map<String, String>> match(String path) {
        List<String> wanted = List.of(template.split("/", -1));
        List<String> given = List.of(path.split("/", -1));
        if (wanted.size() != given.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            String part = wanted.get(i);
            if (part.startsWith("{") && !given.get(i).isEmpty()) {
                variables.put(part.substring(1, part.length() - 1), given.get(i));
            } else if (!part.equals(given.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }
}
