package io.dbvitals.cli.health.benchmark;

import io.dbvitals.app.benchmark.Measured;
import io.dbvitals.app.benchmark.sample.Pooled;
import io.dbvitals.app.benchmark.sample.Rating;
import io.dbvitals.app.benchmark.sample.Sample;
import io.dbvitals.app.guard.text.Texts;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** What was measured, for people: a line for each thing. */
final class BenchmarkText {
    private BenchmarkText() {}

    static void lines(Measured measured, Consumer<String> out) {
        out.accept(measured.target() + " (" + measured.kind() + "): " + rating(measured) + " - "
                + Texts.plain(measured.rated().reason()));
        if (!measured.answers()) {
            return;
        }
        out.accept(
                String.format("  %-12s %10s %10s %10s %10s  %s", "", "median", "p95", "slowest", "spread", "success"));
        out.accept(line(measured.connecting()));
        measured.queries().forEach(each -> out.accept(line(each)));
        measured.pool().ifPresent(pool -> out.accept(pool(pool)));
    }

    static String rating(Measured measured) {
        return measured.rated().rating().map(Rating::label).orElse("unstable");
    }

    private static String line(Sample sample) {
        return String.format(
                Locale.ROOT,
                "  %-12s %10s %10s %10s %10s  %d/%d%s",
                sample.name(),
                millis(sample.median()),
                millis(sample.p95()),
                millis(sample.slowest()),
                millis(sample.spread()),
                sample.took().size(),
                sample.tries(),
                sample.failure().isEmpty() ? "" : "  " + Texts.plain(sample.failure()));
    }

    private static String pool(Pooled pool) {
        return String.format(
                Locale.ROOT,
                "  pool         %d borrowers of %d connections: %.0f/s, alone %.0f/s, efficiency %.0f %%; to borrow and ask "
                        + "takes %s, p95 %s",
                pool.borrowers(),
                pool.connections(),
                pool.pooledPerSecond(),
                pool.alonePerSecond(),
                100 * pool.efficiency(),
                millis(pool.borrowing().median()),
                millis(pool.borrowing().p95()));
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.2f ms", duration.toNanos() / 1e6);
    }
}
