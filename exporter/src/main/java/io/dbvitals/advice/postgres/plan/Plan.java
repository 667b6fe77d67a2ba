package io.dbvitals.advice.postgres.plan;

import io.dbvitals.advice.ExplainedPlan;
import io.dbvitals.advice.postgres.text.Sql;
import io.dbvitals.config.json.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the server would run a statement. */
public final class Plan {
    private static final List<String> CONDITIONS =
            List.of("Index Cond", "Recheck Cond", "Hash Cond", "Merge Cond", "Join Filter", "Filter", "Sort Key");

    private final List<Step> steps;

    private Plan(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** Of what {@code EXPLAIN (VERBOSE, FORMAT JSON)} gave; empty where that is none. */
    static Optional<Plan> parse(String json) {
        List<Step> steps = new ArrayList<>();
        try {
            JsonNode.parse(json).items().stream()
                    .flatMap(value -> value.member("Plan").stream())
                    .forEach(plan -> add(new Step(plan, Optional.empty(), 0), steps));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return steps.isEmpty() ? Optional.empty() : Optional.of(new Plan(steps));
    }

    private static void add(Step step, List<Step> steps) {
        steps.add(step);
        step.children().forEach(child -> add(child, steps));
    }

    /** Each step before those below it. */
    public List<Step> steps() {
        return steps;
    }

    public Step root() {
        return steps.get(0);
    }

    /** In the planner's units. */
    public double cost() {
        return root().cost();
    }

    /** The plan as people read it, without values. */
    public ExplainedPlan explained() {
        StringBuilder shape = new StringBuilder();
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            String indent = "  ".repeat(step.depth());
            String head = step.type()
                    + step.table().map(table -> " on " + table).orElse("")
                    + (step.text("Index Name").isEmpty() ? "" : " using " + step.text("Index Name"));
            String conditions = CONDITIONS.stream()
                    .filter(name -> !step.text(name).isEmpty())
                    .map(name -> "\n" + indent + "  " + name + ": "
                            + Sql.of(step.text(name)).redacted())
                    .collect(Collectors.joining());
            shape.append(indent).append(head).append(conditions).append('\n');
            text.append(text.isEmpty() ? "" : "\n")
                    .append(indent)
                    .append(head)
                    .append(String.format(Locale.ROOT, " (rows=%.0f cost=%.0f)", step.rows(), step.cost()))
                    .append(conditions);
        }
        return new ExplainedPlan(hash(shape.toString()), text.toString());
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
