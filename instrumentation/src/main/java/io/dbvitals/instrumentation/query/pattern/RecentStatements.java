package io.dbvitals.instrumentation.query.pattern;

import io.dbvitals.instrumentation.sql.Database;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers where statements that were seen of late are counted, by their raw text, so that most need no tokenizer.
 * Four entries share each hash; one that was of use stays longer than one that was not. Long texts are not kept, which
 * bounds the memory: at most {@value #ENTRIES} texts of {@value #LONGEST} characters.
 */
public final class RecentStatements {
    static final int ENTRIES = 2048;
    static final int LONGEST = 8192;

    private static final int WAYS = 4;

    private final AtomicReferenceArray<@Nullable Entry> entries = new AtomicReferenceArray<>(ENTRIES);

    /** The place of a statement, from memory or else from the one who knows how to find it. */
    public Tracked get(Database database, String sql, Supplier<Tracked> find) {
        int hash = sql.hashCode();
        int first = (((hash ^ (hash >>> 16)) * 0x9E3779B9) >>> 23) * WAYS;
        for (int i = first; i < first + WAYS; i++) {
            Entry entry = entries.get(i);
            if (entry != null && entry.hash == hash && entry.isOf(database, sql)) {
                entry.use();
                return entry.tracked;
            }
        }
        Tracked tracked = find.get();
        if (sql.length() <= LONGEST) {
            put(first, new Entry(hash, sql, database, tracked));
        }
        return tracked;
    }

    private void put(int first, Entry fresh) {
        for (int i = first; i < first + WAYS; i++) {
            Entry old = entries.get(i);
            if (old == null || old.tracked.isStale() || !old.spare()) {
                entries.set(i, fresh);
                return;
            }
        }
        entries.set(first + ((fresh.hash >>> 5) & (WAYS - 1)), fresh);
    }

    private static final class Entry {
        private final int hash;
        private final String sql;
        private final Database database;
        private final Tracked tracked;
        private volatile int uses;

        private Entry(int hash, String sql, Database database, Tracked tracked) {
            this.hash = hash;
            this.sql = sql;
            this.database = database;
            this.tracked = tracked;
        }

        private boolean isOf(Database where, String text) {
            return sql.equals(text) && database.equals(where) && !tracked.isStale();
        }

        private void use() {
            if (uses < 2) {
                uses = 2;
            }
        }

        /** Whether it was of use since it was asked for its room the last times. */
        private boolean spare() {
            int left = uses;
            uses = Math.max(0, left - 1);
            return left > 0;
        }
    }
}
