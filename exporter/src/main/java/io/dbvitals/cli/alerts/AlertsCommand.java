package io.dbvitals.cli.alerts;

import picocli.CommandLine.Command;

/** Alerts, as Prometheus and Alertmanager keep them. */
@Command(
        name = "alerts",
        description = {
            "Lists the alerts that fire, acknowledges and suppresses them, tells when they fired, and tests the channels by which people are told.",
            "Works on the Alertmanager and the Prometheus of \"alerting\" in the configuration, or of --alertmanager and --prometheus; "
                    + "no service of dbvitals need run."
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "list | history | ack | suppress | test",
        subcommands = {
            ListCommand.class,
            HistoryCommand.class,
            AckCommand.class,
            SuppressCommand.class,
            TestCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  dbvitals alerts list",
            "  dbvitals alerts ack 5f0c2ad5e1b09a53 --comment 'looking at it'",
            "  dbvitals alerts suppress 'job=\"etl\"' --for 2h --comment migration",
            "  dbvitals alerts history --hours 48",
            "  dbvitals alerts test --receiver oncall --label severity=critical"
        })
public final class AlertsCommand {}
