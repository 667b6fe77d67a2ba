package io.dbvitals.redis.stats;

import io.dbvitals.redis.model.Family;
import io.dbvitals.redis.model.Gathering;
import io.dbvitals.redis.model.Info;
import io.dbvitals.redis.model.Pairs;
import io.dbvitals.redis.model.Readout;
import io.dbvitals.redis.model.Subject;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/** Keys by database, from INFO's section Keyspace; by default zeros for databases that have none. */
public final class Keyspace implements Subject {
    private static final Pattern DATABASE = Pattern.compile("db\\d+");
    private static final int BY_DEFAULT = 16;

    private static final Family KEYS = Family.gauge("db_keys", "Total number of keys by DB");
    private static final Family EXPIRING = Family.gauge("db_keys_expiring", "Total number of expiring keys by DB");
    private static final Family TTL = Family.gauge("db_avg_ttl_seconds", "Avg TTL in seconds");
    private static final Family CACHED = Family.gauge("db_keys_cached", "Total number of cached keys by DB");
    private static final Family VOLATILE_ITEMS =
            Family.gauge("db_keys_with_expiring_items", "Keys that hold items which expire, by DB");

    private final boolean empty;
    private final ToDoubleFunction<Readout> databases;
    private final Map<String, Labels> labels = new ConcurrentHashMap<>();

    /**
     * @param empty whether databases without keys are shown
     * @param databases how many there are by configuration, NaN where that is not known
     */
    public Keyspace(boolean empty, ToDoubleFunction<Readout> databases) {
        this.empty = empty;
        this.databases = databases;
    }

    @Override
    public String name() {
        return "redis_keyspace";
    }

    @Override
    public void map(Readout readout, Gathering out) {
        Set<String> seen = new HashSet<>();
        for (Info.Field field : readout.info().section("keyspace")) {
            if (DATABASE.matcher(field.name()).matches()) {
                seen.add(field.name());
                Pairs pairs = Pairs.parse(field.value(), ',');
                Labels db = db(field.name(), out);
                out.add(KEYS, pairs.number("keys"), db);
                out.add(EXPIRING, pairs.number("expires"), db);
                out.add(TTL, pairs.number("avg_ttl") / 1000, db);
                out.add(CACHED, pairs.number("cached_keys"), db);
                out.add(VOLATILE_ITEMS, pairs.number("keys_with_volatile_items"), db);
            }
        }
        for (int i = 0; empty && i < count(readout); i++) {
            String name = "db" + i;
            if (!seen.contains(name)) {
                out.add(KEYS, 0, db(name, out));
                out.add(EXPIRING, 0, db(name, out));
            }
        }
    }

    private int count(Readout readout) {
        double configured = databases.applyAsDouble(readout);
        if (readout.info().cluster()) {
            return 1;
        }
        return Double.isNaN(configured) ? BY_DEFAULT : (int) configured;
    }

    private Labels db(String name, Gathering out) {
        return labels.computeIfAbsent(name, key -> out.labels("db", key));
    }
}
