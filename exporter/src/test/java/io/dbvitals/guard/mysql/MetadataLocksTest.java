package io.dbvitals.guard.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.guard.mysql.MetadataLocks.Lock;
import io.dbvitals.guard.mysql.MetadataLocks.Pair;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetadataLocksTest {
    @Test
    void readerBehindOneThatWaitsToChange_waitsForThatOne_notForOtherReaders() {
        MetadataLocks locks = new MetadataLocks(List.of(
                new Lock(1, "t", "SHARED_READ", true),
                new Lock(2, "t", "SHARED_UPGRADABLE", true),
                new Lock(2, "t", "EXCLUSIVE", false),
                new Lock(3, "t", "SHARED_READ", false)));

        assertThat(locks.pairs()).containsExactlyInAnyOrder(new Pair(2, 1), new Pair(3, 2));
    }

    @Test
    void writerBehindACopy_waitsForTheCopy_notForReaders() {
        MetadataLocks locks = new MetadataLocks(List.of(
                new Lock(1, "t", "SHARED_READ", true),
                new Lock(2, "t", "SHARED_NO_WRITE", true),
                new Lock(3, "t", "SHARED_WRITE", false)));

        assertThat(locks.pairs()).containsExactly(new Pair(3, 2));
    }

    @Test
    void otherTables_andKindsThatAreNotKnown_holdUpNobody() {
        MetadataLocks locks = new MetadataLocks(List.of(
                new Lock(1, "t", "EXCLUSIVE", true),
                new Lock(2, "u", "SHARED_READ", false),
                new Lock(3, "t", "OF_LATER_TIMES", false)));

        assertThat(locks.pairs()).isEmpty();
    }

    @Test
    void whoHoldsBackTheWholeServer_isABackup() {
        MetadataLocks locks = new MetadataLocks(List.of(
                new Lock(1, "GLOBAL", "SHARED", true),
                new Lock(2, "GLOBAL", "INTENTION_EXCLUSIVE", true),
                new Lock(3, "GLOBAL", "INTENTION_EXCLUSIVE", false)));

        assertThat(locks.backups()).containsExactly(1L);
        assertThat(locks.pairs()).containsExactly(new Pair(3, 1));
    }
}
