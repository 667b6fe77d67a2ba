package io.dbvitals.app.health.memory;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last hour of one target: 240 slots of 15 s, of which each keeps what came last. A series is 960 bytes, the slots themselves 1920; of
 * more than {@value #MOST_SERIES} series the later ones are not kept.
 */
public final class Hour {
    /** Seconds of a slot. */
    public static final int STEP = 15;

    /** Of an hour. */
    public static final int SLOTS = 240;

    private static final int MOST_SERIES = 32;

    private final long[] written = new long[SLOTS];
    private final Map<String, float[]> series = new LinkedHashMap<>();

    Hour() {
        Arrays.fill(written, Long.MIN_VALUE);
    }

    /** What was read at that moment; what is not among the values is not known then. */
    synchronized void note(Instant at, Map<String, Double> values) {
        long number = at.getEpochSecond() / STEP;
        int slot = (int) (number % SLOTS);
        if (written[slot] != number) {
            written[slot] = number;
            series.values().forEach(each -> each[slot] = Float.NaN);
        }
        values.forEach((name, value) -> {
            if (series.containsKey(name) || series.size() < MOST_SERIES) {
                series.computeIfAbsent(name, key -> unknown())[slot] = value.floatValue();
            }
        });
    }

    /** The names of what was ever noted, in the order in which they came. */
    public synchronized List<String> names() {
        return List.copyOf(series.keySet());
    }

    /**
     * Values of one series, {@code count} of them, one for each slot from the one of {@code first} on; NaN where nothing is known.
     */
    public synchronized double[] values(String name, Instant first, int count) {
        double[] values = new double[count];
        Arrays.fill(values, Double.NaN);
        float[] kept = series.get(name);
        if (kept == null) {
            return values;
        }
        long number = first.getEpochSecond() / STEP;
        for (int i = 0; i < count; i++) {
            int slot = (int) ((number + i) % SLOTS);
            if (written[slot] == number + i) {
                values[i] = kept[slot];
            }
        }
        return values;
    }

    private static float[] unknown() {
        float[] values = new float[SLOTS];
        Arrays.fill(values, Float.NaN);
        return values;
    }
}
