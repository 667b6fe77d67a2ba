package io.dbvitals.query.rows;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The labels of the rows that were taken, by the number of the row. All families of a query share them, and the order in which they
 * stand on the page is found once for all: the library sorts each family again, which costs little for what is sorted.
 */
public final class RowLabels {
    private final List<Labels> byRow = new ArrayList<>();
    private final Set<Labels> seen = new HashSet<>();
    private Labels last = Labels.EMPTY;
    private int[] order = {};

    /** Takes a row; false when an earlier one has the same labels: it stands for both. */
    boolean take(Labels labels) {
        last = labels;
        if (!seen.add(labels)) {
            return false;
        }
        byRow.add(labels);
        return true;
    }

    int size() {
        return byRow.size();
    }

    Labels get(int row) {
        return byRow.get(row);
    }

    /** Of the row that is read now. */
    Labels last() {
        return last;
    }

    /** Row numbers in the order of their labels; to be asked for after the last row. */
    int[] order() {
        if (order.length != byRow.size()) {
            order = sorted();
        }
        return order;
    }

    private int[] sorted() {
        return IntStream.range(0, byRow.size())
                .boxed()
                .sorted((a, b) -> byRow.get(a).compareTo(byRow.get(b)))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
