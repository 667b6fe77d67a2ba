package io.dbvitals.grafana.model;

/** How Grafana writes a number. */
public enum Unit {
    NUMBER("short"),
    PLAIN("none"),
    RATIO("percentunit"),
    BYTES("bytes"),
    BYTES_PER_SECOND("Bps"),
    SECONDS("s"),
    PER_SECOND("cps"),
    OPERATIONS("ops"),
    REQUESTS("reqps"),
    PACKETS("pps"),
    FACTOR("suffix:x"),
    HERTZ("hertz"),
    /** A time in milliseconds, as distance from now. */
    MOMENT("dateTimeFromNow");

    private final String id;

    Unit(String id) {
        this.id = id;
    }

    /** Grafana's name of it. */
    public String id() {
        return id;
    }
}
