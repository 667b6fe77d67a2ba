package io.dbvitals.instrumentation.bench;

import io.dbvitals.instrumentation.query.QueryMonitor;
import io.dbvitals.instrumentation.query.metrics.QueryMetrics;
import io.dbvitals.instrumentation.sql.Dialect;
import io.dbvitals.instrumentation.sql.SqlNormalizer;
import io.dbvitals.instrumentation.sql.SqlPattern;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What counting by hand costs, and what making a pattern does where the text was not seen of late. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TrackBenchmark {
    private static final String SQL =
            "SELECT o.id, o.total, c.name FROM orders o JOIN customer c ON c.id = o.customer_id"
                    + " WHERE o.state IN ('open', 'paid') AND o.created > '2026-01-01' ORDER BY o.created LIMIT 50";

    private final QueryMonitor monitor =
            QueryMonitor.builder().metrics(QueryMetrics.create()).build();
    private final SqlNormalizer normalizer = SqlNormalizer.of(Dialect.POSTGRESQL, 2000);
    private final Duration duration = Duration.ofMillis(3);

    @Benchmark
    public void track() {
        monitor.track(SQL, duration, true);
    }

    @Benchmark
    public SqlPattern normalize() {
        return normalizer.normalize(SQL);
    }

    @TearDown
    public void close() {
        monitor.close();
    }
}
