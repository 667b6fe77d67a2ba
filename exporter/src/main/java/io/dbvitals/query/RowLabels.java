package io.dbvitals.query;

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
final class RowLabels {
    private final List<Labels> byRow = new ArrayList<>();
    private final Set<Labels> seen = new HashSet<>();
    private int[] order = {};

    /** Takes a row; false when it has the labels of an earlier one and {@code unique} is asked for. */
    boolean take(Labels labels, boolean unique) {
        if (!seen.add(labels) && unique) {
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

    Labels last() {
        return byRow.get(byRow.size() - 1);
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
