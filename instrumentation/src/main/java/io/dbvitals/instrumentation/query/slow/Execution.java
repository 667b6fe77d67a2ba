package io.dbvitals.instrumentation.query.slow;

import io.dbvitals.instrumentation.jdbc.StatementObserver.Call;
import io.dbvitals.instrumentation.query.metrics.ErrorTypes;
import io.dbvitals.instrumentation.query.pattern.Timeline;
import io.dbvitals.instrumentation.query.pattern.Tracked;

/** One run of a statement, from its beginning to its end. */
public final class Execution implements Call {
    private final Tracked tracked;
    private final SlowWatch watch;
    private final Timeline timeline;
    private final int place;
    private final long began;
    /** Only the watch reads and writes it. */
    private int timesTold;

    Execution(Tracked tracked, SlowWatch watch, Timeline timeline, RunningStatements running) {
        this.tracked = tracked;
        this.watch = watch;
        this.timeline = timeline;
        this.began = timeline.now();
        this.place = running.enter(this);
    }

    @Override
    public void succeeded(long writtenRows) {
        long nanos = end();
        tracked.bucket().record(nanos, false, writtenRows);
        tracked.series().succeeded(nanos);
        watch.ended(tracked, nanos, ErrorTypes.NONE);
    }

    @Override
    public void failed(Throwable failure) {
        long nanos = end();
        String type = ErrorTypes.of(failure);
        tracked.bucket().record(nanos, true, 0);
        tracked.series().failed(nanos, type);
        watch.ended(tracked, nanos, type);
    }

    @Override
    public void returned(long readRows) {
        tracked.bucket().addRows(readRows);
        tracked.series().returned(readRows);
    }

    private long end() {
        watch.running().leave(place, this);
        return timeline.now() - began;
    }

    Tracked tracked() {
        return tracked;
    }

    long elapsed() {
        return timeline.now() - began;
    }

    int timesTold() {
        return timesTold;
    }

    /** The last event about it has been told; it gives its place to another. */
    void told(int times) {
        timesTold = times;
        if (times > 1) {
            watch.running().leave(place, this);
        }
    }
}
