package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Confidence;
import io.dbvitals.advice.Gain;
import io.dbvitals.advice.Rule;
import io.dbvitals.advice.Severity;
import io.dbvitals.app.advice.AdviceFamilies;
import io.dbvitals.app.change.Pause;
import io.dbvitals.app.change.Pauses;
import io.dbvitals.app.guard.GuardRound;
import io.dbvitals.app.health.HealthFamilies;
import io.dbvitals.health.score.Bounds;
import io.dbvitals.health.score.Measure;
import io.dbvitals.health.score.Score;
import io.dbvitals.health.score.Unit;
import io.dbvitals.health.score.Vital;
import io.dbvitals.scrape.Reason;
import io.dbvitals.scrape.SelfMetrics;
import io.dbvitals.testing.TestExporter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the process says of itself; recorded without values for the reference of metrics. */
class SelfPageTest {
    private static final Path RECORDED = Path.of("src/test/resources/reference/self.txt");

    @TempDir
    private Path folder;

    /** Written anew with {@code -Dgolden.update=true}. */
    @Test
    void page_isTheRecordedOne() throws Exception {
        String page = sorted(Stream.concat(counted().lines(), served().lines()));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(RECORDED, page);
        }
        assertThat(page).isEqualTo(Files.readString(RECORDED));
    }

    /** Of a process that has met all that it counts. */
    private static String counted() throws Exception {
        SelfMetrics metrics = new SelfMetrics();
        metrics.error("primary", "pg_locks", Reason.TIMEOUT);
        metrics.duplicate("primary", "pg_locks", 1);
        metrics.limited("primary", "pg_locks", 1);
        metrics.scraped(Duration.ofMillis(20));
        HealthFamilies health = new HealthFamilies(() -> 100_000);
        Bounds used = new Bounds(0.5, 0.8, 0.95);
        health.scored(
                "primary",
                Score.of(List.of(Vital.of(
                        "connections", 15, List.of(new Measure("connections in use", 0.9, Unit.RATIO, used))))));
        AdviceFamilies advice = new AdviceFamilies(() -> 100_000);
        advice.judged(
                "primary",
                List.of(new Advice(
                        Rule.MISSING_INDEX,
                        Severity.HIGH,
                        Confidence.COUNTER,
                        "shop/app/1",
                        List.of(),
                        Optional.empty(),
                        "",
                        Gain.of(""),
                        "")));
        Pauses pauses = new Pauses(() -> Instant.EPOCH);
        pauses.add(new Pause("primary", Instant.EPOCH.plusSeconds(1), "alice"));
        Stream<MetricSnapshot> families = Stream.of(
                        metrics.counted(),
                        GuardRound.counted().snapshot(),
                        health.snapshot(),
                        advice.snapshot(),
                        pauses.snapshot().stream().toList())
                .flatMap(List::stream);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(out, MetricSnapshots.of(families.toArray(MetricSnapshot[]::new)));
        return out.toString(StandardCharsets.UTF_8);
    }

    private String served() throws Exception {
        try (TestExporter exporter = TestExporter.start(folder, """
                targets: [{name: host, host: {}}]
                thresholds: {connections_used_ratio: {warning: 0.7}}
                """)) {
            return exporter.get("/metrics/self");
        }
    }

    /** Each family once, its series without values of labels. */
    private static String sorted(Stream<String> lines) {
        return lines
                .filter(line -> line.replaceFirst("^# (HELP|TYPE) ", "").startsWith("dbvitals_"))
                .map(line -> line.startsWith("#")
                        ? line
                        : line.replaceAll("\"[^\"]*\"", "\"…\"").replaceAll(" \\S+$", " …"))
                .collect(Collectors.groupingBy(
                        line -> line.replaceFirst("^# (HELP|TYPE) ", "").replaceAll("(_bucket|_sum|_count)?[ {].*", ""),
                        java.util.TreeMap::new,
                        Collectors.toCollection(TreeSet::new)))
                .values()
                .stream()
                .map(family -> String.join("\n", family) + "\n")
                .collect(Collectors.joining("\n"));
    }
}
