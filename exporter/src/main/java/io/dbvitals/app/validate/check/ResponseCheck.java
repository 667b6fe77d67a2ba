package io.dbvitals.app.validate.check;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Rows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** How fast a server answers the simplest question: the median of five, after one that opens the connection and is not counted. */
public final class ResponseCheck {
    private static final int TIMES = 5;
    private static final String NAME = "response";

    private ResponseCheck() {}

    public static Check of(Asked asked, Duration most) throws InterruptedException {
        try {
            List<Duration> took = new ArrayList<>();
            asked.read(NAME, "SELECT 1", Rows::next);
            for (int i = 0; i < TIMES; i++) {
                long begin = System.nanoTime();
                asked.read(NAME, "SELECT 1", Rows::next);
                took.add(Duration.ofNanos(System.nanoTime() - begin));
            }
            Collections.sort(took);
            return judge(took.get(TIMES / 2), most);
        } catch (CollectException e) {
            return new Check(NAME, Result.FAILED, String.valueOf(e.getMessage()), "");
        }
    }

    static Check judge(Duration median, Duration most) {
        String reason = "SELECT 1 takes " + millis(median) + ", the median of " + TIMES;
        return median.compareTo(most) <= 0
                ? Check.passed(NAME, reason)
                : new Check(
                        NAME,
                        Result.FAILED,
                        reason + "; at most " + millis(most) + " is wanted",
                        "see what the server and the network are busy with, or raise --max-response");
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
    }
}
