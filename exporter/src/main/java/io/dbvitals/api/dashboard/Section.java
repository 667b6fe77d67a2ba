package io.dbvitals.api.dashboard;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Rows of one subject.
 *
 * @param readAt empty where nothing was read yet
 * @param trouble why rows are missing, and what to do; empty where all are there
 * @param truncated how many more there were
 */
public record Section<T>(List<T> rows, Optional<Instant> readAt, String trouble, int truncated) {
    public Section {
        rows = List.copyOf(rows);
    }

    /** All rows there are. */
    public static <T> Section<T> of(List<T> rows, Instant readAt) {
        return new Section<>(rows, Optional.of(readAt), "", 0);
    }

    /** None, because of that. */
    public static <T> Section<T> missing(String trouble) {
        return new Section<>(List.of(), Optional.empty(), trouble, 0);
    }
}
