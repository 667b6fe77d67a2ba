package io.dbvitals.cli.check;

/** How the answer to a check is written. */
enum CheckFormat {
    NAGIOS,
    /** With the units s, B, % and c only. */
    NAGIOS_STRICT,
    JSON,
    TEXT
}
