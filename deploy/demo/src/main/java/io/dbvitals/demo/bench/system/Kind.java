package io.dbvitals.demo.bench.system;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.Page;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The systems that dbvitals watches, each with the exporter that it stands in for; in the order of the tables. */
public enum Kind {
    POSTGRES("postgres_exporter", "prometheus-postgres-exporter", "pg_up"),
    REDIS("redis_exporter", "prometheus-redis-exporter", "redis_up"),
    MYSQL("mysqld_exporter", "prometheus-mysqld-exporter", "mysql_up"),
    PGBOUNCER("pgbouncer_exporter", "", "pgbouncer_up"),
    HOST("node_exporter", "prometheus-node-exporter", "node_cpu_seconds_total");

    private final String peer;
    private final String debianPackage;
    private final String proof;

    Kind(String peer, String debianPackage, String proof) {
        this.peer = peer;
        this.debianPackage = debianPackage;
        this.proof = proof;
    }

    /** The kind of that {@link #key}. */
    public static Kind of(String key) throws DemoException {
        for (Kind kind : values()) {
            if (kind.key().equals(key)) {
                return kind;
            }
        }
        throw new DemoException("\"" + key + "\" is none of "
                + Arrays.stream(values()).map(Kind::key).collect(Collectors.joining(", ")));
    }

    /** As in the configuration of dbvitals and on the command line. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name of the exporter that is compared. */
    public String peer() {
        return peer;
    }

    /** What to do where the exporter to compare with is missing. */
    public String remedy() {
        String installed = debianPackage.isEmpty() ? "" : "Debian: apt install " + debianPackage + "; or ";
        return installed + "name one with --peer " + key() + "=PATH";
    }

    /** That a page was made while the system answered; a page without it is cheap and worth nothing. */
    public void mustBeOn(Page page, String exporter) throws DemoException {
        Map<String, Double> samples = page.samples(proof);
        boolean down = this != HOST && samples.containsValue(0.0);
        if (samples.isEmpty() || down) {
            throw new DemoException(exporter + " does not read " + key() + ": "
                    + (down ? samples.keySet().iterator().next() + " is 0" : "there is no " + proof + " on its page"));
        }
    }
}
