package io.dbvitals.instrumentation.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.instrumentation.event.EventDelivery;
import io.dbvitals.instrumentation.pool.PoolMonitor;
import io.dbvitals.instrumentation.pool.alarm.PoolLimits;
import io.dbvitals.instrumentation.pool.metrics.PoolMetrics;
import io.dbvitals.instrumentation.testing.Page;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README says what is. */
class ReadmeTest {
    private static final Path SOURCES = Path.of("src/test/java/io/dbvitals/instrumentation/example");

    private final String readme;

    ReadmeTest() throws IOException {
        readme = Files.readString(Path.of("README.md"));
    }

    @Test
    void examples_areTheTestedSources() throws IOException {
        for (String file : new String[] {"PlainJava.java", "DatabaseMonitoring.java"}) {
            String source = Files.readString(SOURCES.resolve(file));
            String shown = source.substring(source.indexOf("import "));
            assertThat(readme).as(file).contains("```java\n" + shown + "```");
        }
    }

    @Test
    void everyMetric_isInTheTable_andTheOtherWayRound() {
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(PoolMetrics.of(PoolMonitor.named("orders")
                .healthCheck(() -> {}, Duration.ofSeconds(1))
                .unscheduled()
                .start()));
        Set<String> printed = new TreeSet<>(Set.of("dbvitals_pool_healthy"));
        Page.of(registry).names().keySet().forEach(name -> printed.add(name.replaceFirst("_(bucket|count|sum)$", "")));
        printed.remove("db_client_connection");
        printed.add("db_client_connection_count");
        Set<String> written = new TreeSet<>();
        Matcher row = Pattern.compile("(?m)^\\| `((?:hikaricp|db_client_connection|dbvitals_pool)_\\w+)`")
                .matcher(readme);
        while (row.find()) {
            written.add(row.group(1));
        }
        assertThat(written).isEqualTo(printed);
    }

    @Test
    void everyKindOfEvent_isInTheTable() throws IOException {
        Set<String> kinds = new TreeSet<>();
        for (String file : new String[] {"PoolAlarms", "LeakReport", "Report"}) {
            Matcher kind = Pattern.compile("\"((?:pool|connection)_[a-z_]+)\"")
                    .matcher(Files.readString(
                            Path.of("src/main/java/io/dbvitals/instrumentation/pool/alarm/" + file + ".java")));
            while (kind.find()) {
                kinds.add(kind.group(1));
            }
        }
        assertThat(kinds)
                .hasSizeGreaterThan(7)
                .allSatisfy(kind -> assertThat(readme).contains("| `" + kind + "`"));
    }

    @Test
    void defaults_areTheCodes() {
        PoolLimits limits = PoolLimits.DEFAULTS;
        assertThat(readme)
                .contains("| `exhaustedFor` | " + limits.exhaustedFor().toSeconds() + " s |")
                .contains("| `highUse` | " + limits.highUse() + " for "
                        + limits.highUseFor().toSeconds() + " s |")
                .contains("| `waitWarning` | " + limits.waitWarning().toMillis() + " ms |")
                .contains("| `waitCritical` | " + limits.waitCritical().toSeconds() + " s |")
                .contains("| `clearAfter` | " + limits.clearAfter().toSeconds() + " s |")
                .contains("| `remindEvery` | " + limits.remindEvery().toMinutes() + " min |")
                .contains("| queue of a handler | " + EventDelivery.CAPACITY + " events |");
    }
}
