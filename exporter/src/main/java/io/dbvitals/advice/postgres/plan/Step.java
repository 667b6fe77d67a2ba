package io.dbvitals.advice.postgres.plan;

import io.dbvitals.config.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One step of a plan, as {@code EXPLAIN (VERBOSE, FORMAT JSON)} has it. */
public record Step(JsonValue json, Optional<Step> parent, int depth) {
    public String type() {
        return json.at("Node Type").text();
    }

    /** {@code Filter}, {@code Sort Key} and others; empty where the step has none. Parts of a list are divided by commas. */
    public String text(String name) {
        JsonValue value = json.at(name);
        return value.items().isEmpty()
                ? value.text()
                : String.join(", ", value.items().stream().map(JsonValue::text).toList());
    }

    /** The table that is read; empty where none is. */
    public Optional<TableName> table() {
        return json.has("Relation Name") && json.has("Schema")
                ? Optional.of(new TableName(
                        json.at("Schema").text(), json.at("Relation Name").text()))
                : Optional.empty();
    }

    /** How the conditions call it. */
    public String alias() {
        return json.at("Alias").text();
    }

    public boolean readsWholeTable() {
        return type().equals("Seq Scan");
    }

    /** Estimated, over all processes that take part. */
    public double rows() {
        return json.at("Plan Rows").number() * processes();
    }

    /** Estimated, of it and what is below it. */
    public double cost() {
        return json.at("Total Cost").number();
    }

    /** Whether it is run once for each row of its sibling. */
    public boolean inner() {
        return json.at("Parent Relationship").text().equals("Inner");
    }

    /** What is above it, nearest first. */
    public Stream<Step> above() {
        return Stream.iterate(parent, Optional::isPresent, step -> step.flatMap(Step::parent))
                .flatMap(Optional::stream);
    }

    /** The steps directly below. */
    List<Step> children() {
        return json.at("Plans").items().stream()
                .map(child -> new Step(child, Optional.of(this), depth + 1))
                .toList();
    }

    /** As the planner divides: the leader does less the more workers there are. */
    private double processes() {
        return above().filter(step -> step.json.has("Workers Planned"))
                .mapToDouble(step -> step.json.at("Workers Planned").number())
                .filter(workers ->
                        workers > 0 && json.at("Parallel Aware").text().equals("true"))
                .map(workers -> workers + Math.max(0, 1 - 0.3 * workers))
                .findFirst()
                .orElse(1);
    }
}
