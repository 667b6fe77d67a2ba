package io.dbvitals.redis.model;

import io.dbvitals.redis.wire.NumberText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The text of INFO, by the names of sections and fields: their order, and what else a fork adds, does not matter.
 *
 * <pre>
 * # Keyspace
 * db0:keys=2,expires=0,avg_ttl=0,subexpiry=1
 * </pre>
 */
public final class Info {
    private final Map<String, List<Field>> sections = new HashMap<>();
    private final Map<String, String> fields = new HashMap<>(512);

    private Info() {}

    /** One line. */
    public record Field(String name, String value) {
        /** NaN for what is no number. */
        public double number() {
            return NumberText.parse(value);
        }
    }

    public static Info parse(String text) {
        Info info = new Info();
        List<Field> section = new ArrayList<>();
        info.sections.put("", section);
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            int next = end < 0 ? text.length() : end + 1;
            end = end < 0 ? text.length() : end;
            if (end > start && text.charAt(end - 1) == '\r') {
                end--;
            }
            int colon = text.indexOf(':', start);
            if (text.startsWith("# ", start)) {
                String name = text.substring(start + 2, end).toLowerCase(Locale.ROOT);
                section = info.sections.computeIfAbsent(name, key -> new ArrayList<>());
            } else if (colon > start && colon < end) {
                Field field = new Field(text.substring(start, colon), text.substring(colon + 1, end));
                section.add(field);
                info.fields.putIfAbsent(field.name(), field.value());
            }
            start = next;
        }
        return info;
    }

    /** The lines of a section, named in lower case; none where the server has no such section. */
    public List<Field> section(String name) {
        return sections.getOrDefault(name, List.of());
    }

    public boolean hasSection(String name) {
        return sections.containsKey(name);
    }

    /** Empty where there is no such field. */
    public String text(String field) {
        return fields.getOrDefault(field, "");
    }

    public boolean has(String field) {
        return fields.containsKey(field);
    }

    /** NaN where there is no such field or it is no number. */
    public double number(String field) {
        return NumberText.parse(text(field));
    }

    /** {@code standalone}, {@code cluster} or {@code sentinel}; Valkey says it in a field of another name. */
    public String mode() {
        return has("redis_mode") ? text("redis_mode") : text("server_mode");
    }

    public boolean sentinel() {
        return hasSection("sentinel");
    }

    public boolean cluster() {
        return text("cluster_enabled").equals("1");
    }

    public boolean replica() {
        return text("role").equals("slave");
    }

    /** Whether Redis is at least of that major version; Valkey tells the Redis version that it grew from, 7.2. */
    public boolean redisAtLeast(int major) {
        return part(text("redis_version"), 0) >= major;
    }

    public boolean valkeyAtLeast(int major, int minor) {
        String version = text("valkey_version");
        return part(version, 0) > major || (part(version, 0) == major && part(version, 1) >= minor);
    }

    private static int part(String version, int index) {
        String[] parts = version.split("\\.", -1);
        double number = index < parts.length ? NumberText.parse(parts[index]) : Double.NaN;
        return Double.isNaN(number) ? -1 : (int) number;
    }
}
