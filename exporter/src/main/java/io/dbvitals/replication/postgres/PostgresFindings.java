package io.dbvitals.replication.postgres;

import io.dbvitals.replication.state.Finding;
import io.dbvitals.replication.state.Slot;
import io.dbvitals.replication.state.Standby;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong with the replication of a PostgreSQL server. */
final class PostgresFindings {
    /** Of a limit, from which it is near. */
    private static final double NEAR = 0.8;

    /** A primary that has nothing to send sends a word each half of wal_sender_timeout, which is a minute unless set otherwise. */
    private static final double SILENT_SECONDS = 60;

    private static final Pattern SYNCHRONOUS = Pattern.compile("(?is)\\s*(?:(?:first|any)\\s+)?(\\d+)\\s*\\(.*");

    private final Recovery own;
    private final List<Standby> standbys;
    private final List<Slot> slots;
    private final Map<String, String> settings;
    private final List<Finding> findings = new ArrayList<>();

    PostgresFindings(Recovery own, List<Standby> standbys, List<Slot> slots, Map<String, String> settings) {
        this.own = own;
        this.standbys = standbys;
        this.slots = slots;
        this.settings = settings;
    }

    List<Finding> list(boolean visible) {
        if (!visible) {
            findings.add(Finding.warning(
                    "hidden",
                    "the server does not show us its replication",
                    "GRANT pg_monitor TO the monitoring user"));
        }
        if (own.replica()) {
            receiver();
            replay();
        } else {
            primary(visible);
        }
        for (Slot slot : slots) {
            slot(slot);
        }
        limit("senders", "WAL senders", standbys.size(), "max_wal_senders");
        limit("slots", "replication slots", slots.size(), "max_replication_slots");
        return findings;
    }

    private void receiver() {
        if (own.hidden()) {
            return;
        }
        boolean conninfo = !"".equals(settings.get("primary_conninfo"));
        boolean archive = "set".equals(settings.get("restore_command"));
        if (!conninfo && !archive) {
            findings.add(Finding.critical(
                    "no_source",
                    "this replica has no source: primary_conninfo and restore_command are empty",
                    "set primary_conninfo, and reload"));
        } else if (!conninfo) {
            findings.add(Finding.info(
                    "archive_only",
                    "this replica follows the archive only, a whole log file behind: primary_conninfo is empty",
                    "set primary_conninfo for streaming, unless this is wanted"));
        } else if (!own.receiver().equals("streaming")) {
            findings.add(Finding.critical(
                    "not_streaming",
                    "this replica does not stream" + (own.receiver().isEmpty() ? "" : ": " + own.receiver()),
                    "see its log, primary_conninfo and the slot on the primary"));
        } else if (own.silentSeconds() > SILENT_SECONDS) {
            findings.add(Finding.warning(
                    "silent_source",
                    String.format(Locale.ROOT, "nothing has come from the primary for %.0f s", own.silentSeconds()),
                    "see whether the primary answers, and the network between"));
        }
        if (conninfo && "".equals(settings.get("primary_slot_name"))) {
            findings.add(Finding.info(
                    "no_slot",
                    "this replica uses no slot: the primary may remove log that it still needs",
                    "make a slot on the primary and name it in primary_slot_name, or archive the log"));
        }
    }

    private void replay() {
        if (own.paused()) {
            findings.add(Finding.warning(
                    "replay_paused",
                    "replay is paused: the replica shows old rows and keeps the log that comes",
                    "SELECT pg_wal_replay_resume()"));
        }
        if (!List.of("", "0").contains(settings.getOrDefault("recovery_min_apply_delay", ""))) {
            findings.add(Finding.info(
                    "delayed",
                    "this replica is behind by intention: recovery_min_apply_delay is "
                            + settings.get("recovery_min_apply_delay") + " ms",
                    "set it to 0 unless this is wanted"));
        }
        if (own.conflicts() > 0 && "off".equals(settings.get("hot_standby_feedback"))) {
            findings.add(Finding.info(
                    "conflicts",
                    "replay has cancelled " + own.conflicts() + " queries of this replica; hot_standby_feedback is off",
                    "hot_standby_feedback = on, at the price of dead rows on the primary, or a larger"
                            + " max_standby_streaming_delay"));
        }
    }

    private void primary(boolean visible) {
        if ("minimal".equals(settings.get("wal_level"))) {
            findings.add(Finding.info(
                    "wal_level",
                    "wal_level is minimal: no replica can follow this server",
                    "wal_level = replica, and restart"));
        }
        String names = settings.getOrDefault("synchronous_standby_names", "");
        Matcher number = SYNCHRONOUS.matcher(names);
        int wanted = names.isBlank() ? 0 : number.matches() ? Integer.parseInt(number.group(1)) : 1;
        long there = standbys.stream().filter(Standby::synchronous).count();
        if (visible && there < wanted) {
            findings.add(Finding.critical(
                    "synchronous",
                    "commits wait for " + wanted + " synchronous standby" + (wanted == 1 ? "" : "s") + ", and " + there
                            + " of those in synchronous_standby_names " + (there == 1 ? "is" : "are") + " connected",
                    "start them, or take them out of synchronous_standby_names and reload"));
        }
        for (Standby standby : standbys) {
            if (!standby.state().isEmpty() && !standby.state().equals("streaming")) {
                findings.add(Finding.warning(
                        "standby_state",
                        "standby " + standby.name() + " does not stream yet: " + standby.state(),
                        "wait until it has caught up; see its log if it does not"));
            }
        }
    }

    private void slot(Slot slot) {
        String kept = slot.retainedBytes().isPresent()
                ? String.format(
                        Locale.ROOT, "%.1f MiB of log", slot.retainedBytes().getAsDouble() / (1 << 20))
                : "no log";
        String drop = "start what reads from it, or SELECT pg_drop_replication_slot('" + slot.name() + "')";
        boolean unlimited = "-1".equals(settings.get("max_slot_wal_keep_size"));
        if (!slot.invalid().isEmpty() || slot.walStatus().equals("lost")) {
            findings.add(Finding.critical(
                    "slot_lost",
                    "slot " + slot.name() + " can no longer be used"
                            + (slot.invalid().isEmpty() ? "" : ": " + slot.invalid()),
                    "drop it, and build its replica or subscription anew"));
        } else if (slot.walStatus().equals("unreserved")) {
            findings.add(Finding.critical(
                    "slot_unreserved",
                    "slot " + slot.name() + " loses its log at the next checkpoint: it keeps " + kept
                            + ", more than max_slot_wal_keep_size",
                    "let its reader catch up now, or raise max_slot_wal_keep_size"));
        } else if (!slot.active() && slot.retainedBytes().isPresent()) {
            findings.add(
                    unlimited
                            ? Finding.warning(
                                    "slot_inactive",
                                    "nobody reads from slot " + slot.name() + ", which keeps " + kept
                                            + " and more without limit: max_slot_wal_keep_size is -1",
                                    drop + ", and set max_slot_wal_keep_size")
                            : Finding.info(
                                    "slot_inactive",
                                    "nobody reads from slot " + slot.name() + ", which keeps " + kept,
                                    drop));
        } else if (slot.walStatus().equals("extended")) {
            findings.add(Finding.warning(
                    "slot_extended",
                    "slot " + slot.name() + " is far behind: it keeps " + kept + ", more than max_wal_size",
                    "see what its reader waits for"));
        }
    }

    private void limit(String id, String what, int used, String setting) {
        String limit = settings.getOrDefault(setting, "");
        if (!limit.matches("[1-9]\\d*") || used < NEAR * Integer.parseInt(limit)) {
            return;
        }
        String text = used + " of " + limit + " " + what + " are in use";
        String remedy = "raise " + setting + ", and restart";
        findings.add(
                used >= Integer.parseInt(limit)
                        ? Finding.warning(id, text + ": there is room for no more", remedy)
                        : Finding.info(id, text, remedy));
    }
}
