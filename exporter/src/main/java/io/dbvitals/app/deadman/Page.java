package io.dbvitals.app.deadman;

/** The metrics of the dead man's switch, as Prometheus reads them. */
final class Page {
    private final StringBuilder text = new StringBuilder(512);

    private Page() {}

    static String of(Pulse.Look look, long failures) {
        Page page = new Page();
        look.state()
                .lastSeen()
                .ifPresent(at -> page.add(
                        "last_seen_timestamp_seconds",
                        "gauge",
                        "When the alert was last seen.",
                        at.toEpochMilli() / 1e3));
        page.add(
                "silence_seconds",
                "gauge",
                "Time since then, or since the start.",
                look.silence().toMillis() / 1e3);
        page.add("alarming", "gauge", "Whether the alert is missed.", look.alarming() ? 1 : 0);
        page.add("beats_total", "counter", "How often the alert was seen.", (double) look.beats());
        page.add("notifications_failed_total", "counter", "How often somebody could not be told.", (double) failures);
        return page.text.toString();
    }

    private void add(String name, String type, String help, double value) {
        String full = "dbvitals_deadman_" + name;
        text.append("# HELP ").append(full).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(full).append(' ').append(type).append('\n');
        text.append(full).append(' ').append(value).append('\n');
    }
}
