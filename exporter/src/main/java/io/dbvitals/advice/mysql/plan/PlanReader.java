package io.dbvitals.advice.mysql.plan;

import io.dbvitals.config.json.JsonNode;
import io.dbvitals.config.json.JsonNode.Member;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code EXPLAIN FORMAT=JSON} of MariaDB, of MySQL 8 and 9 in its first format, and of older MariaDB, where the tables of a join
 * are members of the same name.
 */
public final class PlanReader {
    private static final Map<String, String> STEPS = Map.ofEntries(
            Map.entry("filesort", "sort"),
            Map.entry("read_sorted_file", "read sorted"),
            Map.entry("temporary_table", "temporary table"),
            Map.entry("block-nl-join", "join with a buffer"),
            Map.entry("materialization", "materialized"),
            Map.entry("materialized", "materialized"),
            Map.entry("materialized_from_subquery", "materialized"),
            Map.entry("expression_cache", "for each row, with a cache"),
            Map.entry("ordering_operation", "order"),
            Map.entry("grouping_operation", "group"),
            Map.entry("duplicates_removal", "remove duplicates"),
            Map.entry("union_result", "union"),
            Map.entry("subqueries", "subqueries"),
            Map.entry("attached_subqueries", "subqueries"),
            Map.entry("select_list_subqueries", "subqueries"));

    private final List<Access> accesses = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder shape = new StringBuilder();
    private String sortKey = "";
    private boolean sorts;

    private final Set<String> names;

    private PlanReader(Set<String> names) {
        this.names = names;
    }

    /**
     * Empty for what is no such plan, as those of the iterator format.
     *
     * @param names that may be shown in conditions, in lower case; aliases of the plan's tables may always
     */
    public static Optional<MySqlPlan> read(String json, Set<String> names) {
        JsonNode root;
        try {
            root = JsonNode.parse(json);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        Set<String> all = new HashSet<>(names);
        tables(root, all);
        PlanReader reader = new PlanReader(all);
        reader.walk(root, new Place(0, false, false, ""));
        return reader.accesses.isEmpty() || root.member("query_block").isEmpty()
                ? Optional.empty()
                : Optional.of(new MySqlPlan(
                        reader.accesses,
                        reader.sortKey,
                        reader.sorts,
                        reader.shape.toString(),
                        reader.text.toString().stripTrailing()));
    }

    private static void tables(JsonNode node, Set<String> names) {
        if (node instanceof JsonNode.Array array) {
            array.items().forEach(item -> tables(item, names));
        } else if (node instanceof JsonNode.Members members) {
            names.add(members.text("table_name").toLowerCase(Locale.ROOT));
            members.members().forEach(member -> tables(member.value(), names));
        }
    }

    private String shown(String condition) {
        return condition.isEmpty() ? "" : ShownText.of(condition, names);
    }

    /** Where in the plan. */
    private record Place(int depth, boolean inner, boolean dependent, String condition) {
        Place deeper() {
            return new Place(depth + 1, inner, dependent, condition);
        }

        Place inner(boolean now) {
            return new Place(depth, now, dependent, condition);
        }

        Place dependent(boolean now) {
            return new Place(depth, false, now, "");
        }

        Place condition(String now) {
            return new Place(depth, inner, dependent, now);
        }
    }

    private void walk(JsonNode node, Place place) {
        if (node instanceof JsonNode.Array array) {
            array.items().forEach(item -> walk(item, place));
        } else if (node instanceof JsonNode.Members members) {
            sorts |= members.text("using_filesort").equals("true");
            boolean first = true;
            for (Member member : members.members()) {
                first &= !member(member, first ? place : place.inner(true));
            }
        }
    }

    /** Whether it was a table of a join. */
    private boolean member(Member member, Place place) {
        JsonNode value = member.value();
        switch (member.name()) {
            case "table" -> {
                table(value, place);
                return true;
            }
            case "nested_loop" -> {
                loop(value, place);
                return true;
            }
            case "query_block" -> walk(value, place.inner(false).condition(""));
            default -> step(member, place);
        }
        return member.name().equals("block-nl-join");
    }

    private void loop(JsonNode value, Place place) {
        if (value instanceof JsonNode.Array array) {
            for (int i = 0; i < array.items().size(); i++) {
                walk(array.items().get(i), i == 0 ? place : place.inner(true));
            }
        }
    }

    private void step(Member member, Place place) {
        if (member.value() instanceof JsonNode.Value) {
            return;
        }
        Optional<String> name = Optional.ofNullable(STEPS.get(member.name()));
        boolean filesort = member.name().equals("filesort")
                || member.value().text("using_filesort").equals("true");
        sorts |= filesort;
        String key = shown(member.value().text("sort_key"));
        if (filesort && sortKey.isEmpty()) {
            sortKey = member.value().text("sort_key");
        }
        name.ifPresent(step -> line(place, step + (key.isEmpty() ? "" : " by " + key), ""));
        Place next = name.isPresent() ? place.deeper() : place;
        switch (member.name()) {
            case "block-nl-join" ->
                next = next.inner(true).condition(member.value().text("attached_condition"));
            case "subqueries", "attached_subqueries", "select_list_subqueries" -> {
                subqueries(member.value(), next);
                return;
            }
            default -> {}
        }
        walk(member.value(), next);
    }

    /** One runs for each row unless it is materialized or, as MySQL says, not dependent. */
    private void subqueries(JsonNode value, Place place) {
        if (!(value instanceof JsonNode.Array array)) {
            return;
        }
        for (JsonNode item : array.items()) {
            boolean once = item.member("materialization").isPresent()
                    || item.text("dependent").equals("false")
                    || item.member("table").isPresent();
            walk(item, place.dependent(!once));
        }
    }

    private void table(JsonNode table, Place place) {
        String name = table.text("table_name");
        if (name.isEmpty()) {
            return;
        }
        double rows = table.number("rows");
        Access access = new Access(
                name,
                table.text("access_type"),
                table.text("key"),
                table.items("used_key_parts").stream().map(JsonNode::text).toList(),
                Double.isNaN(rows) ? table.number("rows_examined_per_scan") : rows,
                table.number("filtered"),
                and(table.text("attached_condition"), place.condition()),
                place.inner(),
                place.dependent());
        accesses.add(access);
        String served = shown(table.text("index_condition"));
        line(
                place,
                access.table() + ": " + (access.type().isEmpty() ? "?" : access.type())
                        + (access.key().isEmpty() ? "" : " by " + access.key()),
                (Double.isNaN(access.rows()) ? "" : String.format(Locale.ROOT, ", %.0f rows", access.rows()))
                        + (served.isEmpty() ? "" : ", in the index " + served)
                        + (access.condition().isEmpty() ? "" : ", filter " + shown(access.condition())));
        table.member("materialized")
                .ifPresent(view -> walk(view, place.deeper().inner(false).condition("")));
        table.member("materialized_from_subquery")
                .ifPresent(view -> walk(view, place.deeper().inner(false).condition("")));
        table.member("attached_subqueries").ifPresent(each -> subqueries(each, place.deeper()));
    }

    private static String and(String one, String other) {
        return one.isEmpty() || other.isEmpty() ? one + other : "(" + one + ") and (" + other + ")";
    }

    private void line(Place place, String step, String figures) {
        String indent = "  ".repeat(place.depth());
        text.append(indent).append(step).append(figures).append('\n');
        shape.append(indent).append(step).append('\n');
    }
}
