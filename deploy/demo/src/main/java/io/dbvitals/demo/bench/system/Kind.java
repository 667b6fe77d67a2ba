package io.dbvitals.demo.bench.system;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.Page;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The systems that dbvitals watches, each with the exporter that it stands in for; in the order of the tables. */
public enum Kind {
    POSTGRES("postgres_exporter", "Debian", "pg_up"),
    REDIS("redis_exporter", "Debian", "redis_up"),
    MYSQL("mysqld_exporter", "Debian", "mysql_up"),
    // What Debian 12 calls so is another program.
    PGBOUNCER("pgbouncer_exporter", "Debian 13", "pgbouncer_up"),
    HOST("node_exporter", "Debian", "node_cpu_seconds_total");

    private final String peer;
    private final String debian;
    private final String proof;

    Kind(String peer, String debian, String proof) {
        this.peer = peer;
        this.debian = debian;
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
        return debian + ": apt install prometheus-" + peer.replace('_', '-') + "; or name one with --peer " + key()
                + "=PATH";
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
