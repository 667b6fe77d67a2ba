package io.dbvitals.instrumentation.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * A time of day in a zone, once on each date of the calendar: where a clock is put forward over it, as much later as the clock jumps;
 * where a clock is put back over it, the first of the two.
 */
public record DailyTime(LocalTime time, ZoneId zone) {
    /** The next one after {@code now}, never {@code now} itself. */
    public Instant after(Instant now) {
        LocalDate today = now.atZone(zone).toLocalDate();
        // In a zone that skips a whole day, as Samoa did, the day before or after may be the one.
        for (LocalDate date = today.minusDays(1); ; date = date.plusDays(1)) {
            Instant next = ZonedDateTime.of(date, time, zone).toInstant();
            if (next.isAfter(now)) {
                return next;
            }
        }
    }
}
