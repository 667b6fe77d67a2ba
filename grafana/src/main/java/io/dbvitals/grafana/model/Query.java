package io.dbvitals.grafana.model;

/**
 * One question to Prometheus.
 *
 * @param expr PromQL, with Grafana's variables
 * @param legend how a series is called; of a table, the title of its column
 * @param unit of a table's column
 * @param limits of a table's column
 */
public record Query(String expr, String legend, Unit unit, Limits limits) {}
