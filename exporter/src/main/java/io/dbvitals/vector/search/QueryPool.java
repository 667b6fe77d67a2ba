package io.dbvitals.vector.search;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Transactions.Transaction;
import io.dbvitals.vector.catalog.VectorIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Values to search for: some that are stored, moved a little where they are dense vectors. */
public final class QueryPool {
    private final Search search;
    private final RandomGenerator random;
    private final Noise noise;
    private List<String> drawn = List.of();

    public QueryPool(Search search, RandomGenerator random) {
        this.search = search;
        this.random = random;
        this.noise = new Noise(random);
    }

    /** Draws stored values anew; gives how many. */
    public int draw(Transaction transaction) throws CollectException {
        drawn = transaction.read(search.samples(), List.of(), rows -> {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                String value = rows.text(0);
                if (!rows.wasNull()) {
                    values.add(value);
                }
            }
            return values;
        });
        return drawn.size();
    }

    /** One of them, moved; empty where there is none that can be searched for. */
    public Optional<String> next() {
        return drawn.isEmpty() ? Optional.empty() : moved(drawn.get(random.nextInt(drawn.size())));
    }

    /** So many at most, of different rows where there are enough. */
    public List<String> several(int count) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count && !drawn.isEmpty(); i++) {
            moved(drawn.get(i % drawn.size())).ifPresent(values::add);
        }
        return values;
    }

    private Optional<String> moved(String value) {
        boolean dense = search.found().map(VectorIndex::dense).orElse(false);
        return dense ? noise.around(value) : Optional.of(value);
    }
}
