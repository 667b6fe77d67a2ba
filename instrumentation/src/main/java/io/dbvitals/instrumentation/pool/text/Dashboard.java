package io.dbvitals.instrumentation.pool.text;

import io.dbvitals.instrumentation.pool.state.Direction;
import io.dbvitals.instrumentation.pool.state.Health;
import io.dbvitals.instrumentation.pool.state.Leak;
import io.dbvitals.instrumentation.pool.state.Minute;
import io.dbvitals.instrumentation.pool.state.PoolReading;
import io.dbvitals.instrumentation.pool.state.PoolSnapshot;
import io.dbvitals.instrumentation.pool.state.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes a pool as text; every line is cut to the width.
 *
 * @param width of a line in characters, at least 40
 * @param marks what bars are drawn with
 */
public record Dashboard(int width, Marks marks) {
    /** 80 columns of ASCII, for logs and old terminals. */
    public static final Dashboard PLAIN = new Dashboard(80, Marks.ASCII);

    private static final int NARROWEST = 40;
    private static final int LEAKS = 5;
    private static final double WARNING = 0.8;

    public Dashboard {
        if (width < NARROWEST) {
            throw new IllegalArgumentException("width must be at least " + NARROWEST + ", is " + width);
        }
    }

    public String render(PoolSnapshot pool) {
        List<String> lines = new ArrayList<>();
        lines.add("Pool " + pool.pool() + "  " + state(pool) + "  " + pool.at());
        lines.add(gauge(pool));
        PoolReading now = pool.now();
        lines.add(String.format(
                Locale.ROOT,
                "open %d  in use %d  idle %d  waiting %d  max %d  free %d",
                now.total(),
                now.active(),
                now.idle(),
                now.waiting(),
                now.max(),
                now.headroom()));
        lines.add("most in use " + pool.peakActive() + "  most waiting " + pool.peakWaiting() + "  timeouts "
                + pool.timeouts() + "  errors " + pool.errors());
        lines.add("");
        lines.add(String.format(
                Locale.ROOT, "%-8s %9s %8s %8s %8s %8s %8s", "", "count", "mean", "p50", "p95", "p99", "max"));
        lines.add(row("wait", pool.waits()));
        lines.add(row("use", pool.uses()));
        lines.add(row("open new", pool.creations()));
        addTrend(lines, pool);
        addLeaks(lines, pool.leaks());
        if (pool.health().status() != Health.Status.UNKNOWN) {
            lines.add("");
            lines.add("health " + pool.health().status() + " after "
                    + Times.text(pool.health().took()) + "  " + pool.health().detail());
        }
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(cut(line.stripTrailing())).append('\n'));
        return text.toString();
    }

    private String gauge(PoolSnapshot pool) {
        double part = pool.now().utilisation();
        String percent = String.format(Locale.ROOT, "%3.0f %%", part * 100);
        return "[" + marks.bar(part, width - percent.length() - 3) + "] " + percent;
    }

    private static String state(PoolSnapshot pool) {
        if (pool.now().exhausted()) {
            return "EXHAUSTED";
        }
        if (pool.health().status() == Health.Status.DOWN) {
            return "UNHEALTHY";
        }
        return pool.now().utilisation() >= WARNING ? "NEARLY EXHAUSTED" : "OK";
    }

    private void addTrend(List<String> lines, PoolSnapshot pool) {
        if (pool.minutes().isEmpty()) {
            return;
        }
        StringBuilder use = new StringBuilder();
        for (Minute minute : pool.minutes()) {
            use.append(marks.level(minute.utilisation()));
        }
        Direction trend = pool.trend();
        lines.add("");
        lines.add("last " + pool.minutes().size() + " min  |" + use + "|  "
                + trend.name().toLowerCase(Locale.ROOT));
    }

    private static void addLeaks(List<String> lines, List<Leak> leaks) {
        if (leaks.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(
                leaks.size() == 1
                        ? "1 connection has not come back"
                        : leaks.size() + " connections have not come back");
        for (Leak leak : leaks.subList(0, Math.min(LEAKS, leaks.size()))) {
            lines.add("  " + Times.text(leak.age()) + "  " + leak.thread()
                    + (leak.borrower().isEmpty()
                            ? ""
                            : "  " + call(leak.borrower().get(0))));
        }
        if (leaks.size() > LEAKS) {
            lines.add("  and " + (leaks.size() - LEAKS) + " more");
        }
    }

    /** As {@code Orders.load:7}. */
    private static String call(StackTraceElement call) {
        String name = call.getClassName();
        return name.substring(name.lastIndexOf('.') + 1) + "." + call.getMethodName() + ":" + call.getLineNumber();
    }

    private static String row(String name, Timing timing) {
        return String.format(
                Locale.ROOT,
                "%-8s %9d %8s %8s %8s %8s %8s",
                name,
                timing.count(),
                Times.text(timing.mean()),
                Times.text(timing.p50()),
                Times.text(timing.p95()),
                Times.text(timing.p99()),
                Times.text(timing.max()));
    }

    private String cut(String line) {
        // A name or a thread may hold what a terminal would obey.
        String printable = line.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= width ? printable : printable.substring(0, width - 1) + marks.cut();
    }
}
