package io.dbvitals.grafana.boards.estate;

import static io.dbvitals.grafana.model.PanelBuilder.graph;
import static io.dbvitals.grafana.model.PanelBuilder.stat;

import io.dbvitals.grafana.model.Annotation;
import io.dbvitals.grafana.model.Dashboard;
import io.dbvitals.grafana.model.Limits;
import io.dbvitals.grafana.model.Mapping;
import io.dbvitals.grafana.model.Row;
import io.dbvitals.grafana.model.Scope;
import io.dbvitals.grafana.model.Unit;

/** Applications: requests, connection pools, the JVM, health checks. Names of Micrometer, else those of the JVM's own client. */
public final class ApplicationBoard {
    private static final String NO_HTTP = "No HTTP metrics";
    private static final String NO_POOL = "No HikariCP";
    private static final String JOBS = "{cluster=~\"$cluster\",job=~\"$job\"}";

    private ApplicationBoard() {}

    public static Dashboard dashboard() {
        return Dashboard.of(
                        "dbvitals-application",
                        "Applications and JVM",
                        "Requests, errors and latency, connection pools, heap and garbage collection, health checks.",
                        Scope.processes("process_start_time_seconds"))
                .mark(Annotation.event(
                        "Restarts",
                        "changes(process_start_time_seconds{@}[2m]) > 0",
                        "restarted: {{job}} {{instance}}"))
                .row(requests())
                .row(pools())
                .row(machine())
                .row(checks());
    }

    private static Row requests() {
        return Row.open("Requests")
                .line(
                        graph("Requests", Unit.REQUESTS, "By application.")
                                .query("job:http_requests:rate5m" + JOBS, "{{job}}")
                                .ifEmpty(NO_HTTP),
                        graph("Errors", Unit.RATIO, "Answered with 5xx, of all.")
                                .query(
                                        "job:http_errors:rate5m" + JOBS + " / (job:http_requests:rate5m" + JOBS
                                                + " > 0)",
                                        "{{job}}")
                                .limits(Limits.above(0.01, 0.05).of("application/http_error_ratio"))
                                .max(1)
                                .ifEmpty(NO_HTTP)
                                .alerts("ApplicationErrorRateCritical", "ApplicationErrorRateHigh"),
                        graph("Latency", Unit.SECONDS, "95th percentile.")
                                .query("job:http_latency:p95_rate5m" + JOBS, "{{job}} P95")
                                .limits(Limits.warnAbove(1).of("application/http_latency_p95_seconds"))
                                .ifEmpty("No histogram")
                                .alerts("ApplicationLatencyHigh"));
    }

    private static Row pools() {
        return Row.open("Connection pools")
                .line(
                        graph("Pool used", Unit.RATIO, "Connections at work, of the pool's size.")
                                .query(
                                        "hikaricp_connections_active{@} / (hikaricp_connections_max{@} > 0)",
                                        "@ {{pool}}")
                                .limits(Limits.warnAbove(0.8).of("application/pool_used_ratio"))
                                .max(1)
                                .ifEmpty(NO_POOL)
                                .alerts("ConnectionPoolHigh"),
                        graph("Threads that wait", Unit.NUMBER, "For a connection.")
                                .query("hikaricp_connections_pending{@}", "@ {{pool}}")
                                .limits(Limits.alarmAbove(0))
                                .ifEmpty(NO_POOL)
                                .alerts("ConnectionPoolExhausted"),
                        graph("Timeouts", Unit.NUMBER, "Requests that got no connection, within 5 minutes.")
                                .query("increase(hikaricp_connections_timeout_total{@}[5m])", "@ {{pool}}")
                                .limits(Limits.warnAbove(0))
                                .ifEmpty(NO_POOL)
                                .alerts("ConnectionPoolTimeouts"));
    }

    private static Row machine() {
        return Row.open("JVM")
                .line(
                        graph("Heap", Unit.RATIO, "That garbage collection does not free, of the limit.")
                                .query(
                                        "sum by (@) (min_over_time(jvm_memory_used_bytes{@,area=\"heap\"}[15m]))"
                                                + " / (sum by (@) (jvm_memory_max_bytes{@,area=\"heap\"} > 0) > 0)",
                                        "@")
                                .limits(Limits.warnAbove(0.85).of("application/heap_used_ratio"))
                                .max(1)
                                .ifEmpty("No JVM")
                                .alerts("JvmHeapHigh"),
                        graph("Garbage collection", Unit.RATIO, "Share of time.")
                                .query("job_instance:jvm_gc:ratio_rate5m{@}", "@")
                                .limits(Limits.warnAbove(0.1).of("application/gc_time_ratio"))
                                .max(1)
                                .ifEmpty("No JVM")
                                .alerts("JvmGcPressure"),
                        graph("Threads", Unit.NUMBER, "Of the client of Prometheus, or of Micrometer.")
                                .query("jvm_threads_current{@} or jvm_threads_live_threads{@}", "@")
                                .ifEmpty("No JVM"))
                .line(
                        graph("CPU", Unit.NUMBER, "Cores in use.")
                                .query("rate(process_cpu_seconds_total{@}[$__rate_interval])", "@"),
                        graph("Resident memory", Unit.BYTES, "Of the process.")
                                .query("process_resident_memory_bytes{@}", "@"),
                        graph("Open files", Unit.RATIO, "Of the limit of the process.")
                                .query(
                                        "(process_open_fds{@} or process_files_open_files{@})"
                                                + " / (process_max_fds{@} or process_files_max_files{@})",
                                        "@")
                                .max(1))
                .line(
                        stat("Started", Unit.MOMENT, "When the process began; again and again: it crashes.")
                                .query("process_start_time_seconds{@} * 1000", "@")
                                .alerts("ApplicationRestarting"),
                        stat("Threads in deadlock", Unit.NUMBER, "They never come back: restart the process.")
                                .query("jvm_threads_deadlocked{@}", "@")
                                .limits(Limits.warnAbove(0))
                                .ifEmpty("No JVM")
                                .alerts("JvmThreadsDeadlocked"));
    }

    private static Row checks() {
        return Row.open("Health checks")
                .line(
                        stat("Health check", Unit.PLAIN, "Of blackbox_exporter.")
                                .query("probe_success{@}", "@")
                                .mapping(Mapping.UP)
                                .limits(Limits.alarmBelow(1))
                                .ifEmpty("No health checks")
                                .alerts("ApplicationHealthCheckFailing"),
                        stat("Certificate", Unit.SECONDS, "Until it expires.")
                                .query("probe_ssl_earliest_cert_expiry{@} - time()", "@")
                                .limits(Limits.warnBelow(1_209_600).of("application/certificate_remaining_seconds"))
                                .ifEmpty("No health checks")
                                .alerts("CertificateExpiresSoon"));
    }
}
