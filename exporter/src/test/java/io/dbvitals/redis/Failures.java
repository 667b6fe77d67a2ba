package io.dbvitals.redis;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import java.time.Duration;

/** What a user is told when a target does not answer. */
final class Failures {
    private Failures() {}

    static String of(Scrape scrape) {
        return of(scrape, Scrape.BUDGET);
    }

    static String of(Scrape scrape, Duration budget) {
        CollectException failure = catchThrowableOfType(
                CollectException.class, () -> scrape.target().prepare(Deadline.after(budget)));
        return failure == null ? "" : String.valueOf(failure.getMessage());
    }
}
