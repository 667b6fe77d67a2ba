package io.dbvitals.replication.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.replication.state.Finding;
import io.dbvitals.replication.state.Slot;
import io.dbvitals.replication.state.Standby;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What the pair of servers in the integration test does not show. */
class PostgresFindingsTest {
    private static final Map<String, String> FOLLOWS = Map.of("primary_conninfo", "set", "primary_slot_name", "s");

    @Test
    void replica_whoseReceiverWaitsOrIsSilent() {
        assertThat(replica("waiting", 0, 0, FOLLOWS))
                .extracting(Finding::text)
                .containsExactly("this replica does not stream: waiting");
        assertThat(replica("streaming", 61, 0, FOLLOWS))
                .extracting(Finding::text)
                .containsExactly("nothing has come from the primary for 61 s");
        assertThat(replica("streaming", 59, 0, FOLLOWS)).isEmpty();
    }

    @Test
    void replica_bySettings() {
        assertThat(ids(replica("", 0, 0, Map.of("primary_conninfo", "", "restore_command", "set"))))
                .containsExactly("archive_only");
        assertThat(ids(replica(
                        "streaming",
                        0,
                        3,
                        Map.of(
                                "primary_conninfo", "set",
                                "primary_slot_name", "",
                                "recovery_min_apply_delay", "60000",
                                "hot_standby_feedback", "off"))))
                .containsExactly("no_slot", "delayed", "conflicts");
    }

    @Test
    void primary_withoutRoomOrLog() {
        List<Standby> standbys = Collections.nCopies(5, standby("streaming"));
        assertThat(primary(standbys, List.of(), Map.of("max_wal_senders", "5")))
                .extracting(Finding::text)
                .containsExactly("5 of 5 WAL senders are in use: there is room for no more");
        assertThat(primary(standbys, List.of(), Map.of("max_wal_senders", "6")))
                .extracting(Finding::severity)
                .containsExactly(Finding.Severity.INFO);
        assertThat(primary(standbys, List.of(), Map.of("max_wal_senders", "10")))
                .isEmpty();
        assertThat(ids(primary(List.of(), List.of(), Map.of("wal_level", "minimal"))))
                .containsExactly("wal_level");
        assertThat(primary(List.of(standby("catchup")), List.of(), Map.of()))
                .extracting(Finding::text)
                .containsExactly("standby s does not stream yet: catchup");
    }

    @Test
    void synchronousNames_inEachForm() {
        for (String names : List.of("s", "*", "1 (s, t)", "ANY 1 (s, t)", "FIRST 1 (\"s\")")) {
            assertThat(ids(primary(List.of(), List.of(), Map.of("synchronous_standby_names", names))))
                    .as(names)
                    .containsExactly("synchronous");
        }
        assertThat(primary(List.of(), List.of(), Map.of("synchronous_standby_names", "ANY 2 (s, t)"))
                        .get(0)
                        .text())
                .isEqualTo("commits wait for 2 synchronous standbys, and 0 of those in synchronous_standby_names are"
                        + " connected");
    }

    @Test
    void slots_ofEachKind() {
        assertThat(ids(primary(List.of(), List.of(slot(true, "extended", "")), Map.of())))
                .containsExactly("slot_extended");
        assertThat(ids(primary(List.of(), List.of(slot(true, "unreserved", "")), Map.of())))
                .containsExactly("slot_unreserved");
        assertThat(primary(List.of(), List.of(slot(false, "lost", "rows_removed")), Map.of()))
                .extracting(Finding::text)
                .containsExactly("slot a can no longer be used: rows_removed");
        assertThat(ids(primary(List.of(), List.of(slot(false, "reserved", "")), Map.of("max_slot_wal_keep_size", "1"))))
                .containsExactly("slot_inactive");
    }

    private static List<Finding> replica(String receiver, double silent, long conflicts, Map<String, String> settings) {
        Recovery own = new Recovery(true, 0, 1, false, receiver, false, "db1:5432", silent, 0, 0, conflicts);
        return new PostgresFindings(own, List.of(), List.of(), settings).list(true);
    }

    private static List<Finding> primary(List<Standby> standbys, List<Slot> slots, Map<String, String> settings) {
        Recovery own = new Recovery(false, 0, 1, false, "", false, "", Double.NaN, Double.NaN, Double.NaN, 0);
        return new PostgresFindings(own, standbys, slots, settings).list(true);
    }

    private static Standby standby(String state) {
        return new Standby("s", state, false, OptionalLong.of(1), OptionalDouble.of(0), OptionalDouble.of(0));
    }

    private static Slot slot(boolean active, String walStatus, String invalid) {
        return new Slot("a", true, active, OptionalDouble.of(1 << 20), walStatus, invalid, Optional.empty());
    }

    private static List<String> ids(List<Finding> findings) {
        return findings.stream().map(Finding::id).toList();
    }
}
