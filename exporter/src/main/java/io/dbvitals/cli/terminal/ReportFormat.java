package io.dbvitals.cli.terminal;

/** How the answer of a command that judges is written. */
public enum ReportFormat {
    TEXT,
    JSON,
    /** As a plugin of Nagios or Icinga. */
    NAGIOS
}
