package io.dbvitals.advice.postgres.plan;

import io.dbvitals.config.json.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One step of a plan, as {@code EXPLAIN (VERBOSE, FORMAT JSON)} has it. */
public record Step(JsonNode json, Optional<Step> parent, int depth) {
    public String type() {
        return json.text("Node Type");
    }

    /** {@code Filter}, {@code Sort Key} and others; empty where the step has none. Parts of a list are divided by commas. */
    public String text(String name) {
        List<JsonNode> parts = json.items(name);
        return parts.isEmpty()
                ? json.text(name)
                : String.join(", ", parts.stream().map(JsonNode::text).toList());
    }

    /** The table that is read; empty where none is. */
    public Optional<TableName> table() {
        return json.member("Relation Name").isPresent() && json.member("Schema").isPresent()
                ? Optional.of(new TableName(json.text("Schema"), json.text("Relation Name")))
                : Optional.empty();
    }

    /** How the conditions call it. */
    public String alias() {
        return json.text("Alias");
    }

    public boolean readsWholeTable() {
        return type().equals("Seq Scan");
    }

    /** Estimated, over all processes that take part. */
    public double rows() {
        return json.number("Plan Rows") * processes();
    }

    /** Estimated, of it and what is below it. */
    public double cost() {
        return json.number("Total Cost");
    }

    /** Whether it is run once for each row of its sibling. */
    public boolean inner() {
        return json.text("Parent Relationship").equals("Inner");
    }

    /** What is above it, nearest first. */
    public Stream<Step> above() {
        return Stream.iterate(parent, Optional::isPresent, step -> step.flatMap(Step::parent))
                .flatMap(Optional::stream);
    }

    /** The steps directly below. */
    List<Step> children() {
        return json.items("Plans").stream()
                .map(child -> new Step(child, Optional.of(this), depth + 1))
                .toList();
    }

    /** As the planner divides: the leader does less the more workers there are. */
    private double processes() {
        return above().filter(step -> step.json.member("Workers Planned").isPresent())
                .mapToDouble(step -> step.json.number("Workers Planned"))
                .filter(workers -> workers > 0 && json.text("Parallel Aware").equals("true"))
                .map(workers -> workers + Math.max(0, 1 - 0.3 * workers))
                .findFirst()
                .orElse(1);
    }
}
