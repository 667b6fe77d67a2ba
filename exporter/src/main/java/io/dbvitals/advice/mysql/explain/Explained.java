package io.dbvitals.advice.mysql.explain;

import io.dbvitals.advice.mysql.plan.Aliases;
import io.dbvitals.advice.mysql.plan.MySqlPlan;

/**
 * A statement's plan.
 *
 * @param schema in which it ran
 * @param aliases by which the plan names the tables
 */
public record Explained(String schema, MySqlPlan plan, Aliases aliases) {}
