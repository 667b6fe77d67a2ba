package io.dbvitals.http.answer;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** The part of the address behind the question mark. */
public final class Parameters {
    private final Fields fields;

    private Parameters(Fields fields) {
        this.fields = fields;
    }

    public static Parameters of(Request request) throws Refusal {
        try {
            return new Parameters(Request.extractQueryParameters(request));
        } catch (RuntimeException e) {
            throw new Refusal(400, "the query string is not correctly encoded");
        }
    }

    /** One value each. */
    public static Parameters of(Map<String, String> values) {
        Fields fields = new Fields();
        values.forEach(fields::put);
        return new Parameters(fields);
    }

    /** All values of {@code name} and {@code name[]}, without empty ones. */
    public Set<String> all(String name) {
        Set<String> values = new LinkedHashSet<>();
        for (String key : List.of(name, name + "[]")) {
            for (String value : fields.getValuesOrEmpty(key)) {
                if (!value.isEmpty()) {
                    values.add(value);
                }
            }
        }
        return values;
    }

    /** The only value of {@code name}, or {@code otherwise} when there is none. */
    public String one(String name, String otherwise) throws Refusal {
        Set<String> values = all(name);
        if (values.size() > 1) {
            throw new Refusal(400, "the parameter '" + name + "' is given more than once");
        }
        return values.isEmpty() ? otherwise : values.iterator().next();
    }
}
