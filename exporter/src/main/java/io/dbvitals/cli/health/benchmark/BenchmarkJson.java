package io.dbvitals.cli.health.benchmark;

import io.dbvitals.app.benchmark.Measured;
import io.dbvitals.app.benchmark.sample.Pooled;
import io.dbvitals.app.benchmark.sample.Rating;
import io.dbvitals.app.benchmark.sample.Sample;
import io.dbvitals.config.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The shape of {@code benchmark --format json}, which the command's help describes. */
final class BenchmarkJson {
    private BenchmarkJson() {}

    static String of(List<Measured> all, Instant now) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("timestamp", now);
        root.put("targets", all.stream().map(BenchmarkJson::target).toList());
        return Json.write(root);
    }

    private static Map<String, Object> target(Measured measured) {
        Map<String, Object> target = new LinkedHashMap<>();
        target.put("target", measured.target());
        target.put("kind", measured.kind());
        target.put("answers", measured.answers());
        target.put("rating", measured.rated().rating().map(Rating::label));
        target.put("reason", measured.rated().reason());
        target.put("connecting", sample(measured.connecting()));
        target.put(
                "queries",
                measured.queries().stream().map(BenchmarkJson::sample).toList());
        target.put("pool", measured.pool().map(BenchmarkJson::pool));
        return target;
    }

    private static Map<String, Object> sample(Sample sample) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("name", sample.name());
        one.put("tries", sample.tries());
        one.put("success_rate", sample.successRate());
        one.put("median_ms", sample.median().toNanos() / 1e6);
        one.put("p95_ms", sample.p95().toNanos() / 1e6);
        one.put("slowest_ms", sample.slowest().toNanos() / 1e6);
        one.put("spread_ms", sample.spread().toNanos() / 1e6);
        one.put("unstable", sample.unstable());
        one.put("failure", sample.failure());
        return one;
    }

    private static Map<String, Object> pool(Pooled pool) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("connections", pool.connections());
        one.put("borrowers", pool.borrowers());
        one.put("alone_per_second", pool.alonePerSecond());
        one.put("pooled_per_second", pool.pooledPerSecond());
        one.put("efficiency", pool.efficiency());
        one.put("borrowing", sample(pool.borrowing()));
        return one;
    }
}
