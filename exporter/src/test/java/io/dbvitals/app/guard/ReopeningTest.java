package io.dbvitals.app.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.config.guard.Acting;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.guard.GuardConfig.Action;
import io.dbvitals.config.guard.GuardConfig.Level;
import io.dbvitals.config.guard.GuardConfig.Limits;
import io.dbvitals.config.guard.GuardConfig.Measure;
import io.dbvitals.config.guard.GuardConfig.Rule;
import io.dbvitals.guard.audit.AuditException;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.guard.audit.AuditReport;
import io.dbvitals.sql.SqlServer;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReopeningTest {
    private final AtomicInteger open = new AtomicInteger(2);
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicLong hours = new AtomicLong();
    private final InstantSource clock = () -> Instant.EPOCH.plus(Duration.ofHours(hours.get()));
    private final GuardFamilies families = new GuardFamilies(() -> 0);

    @TempDir
    private Path folder;

    @Test
    void pool_isReopenedFromTheCriticalCountOn_andPutOnRecord() throws Exception {
        Reopening reopening = reopening(GuardConfig.OPTIONAL.get("own_pool"));
        failures.set(4);
        assertThat(reopening.round(true)).isEmpty();
        assertThat(open).hasValue(2);
        assertThat(samples()).containsExactly("own_pool,shop 4");

        failures.set(5);
        assertThat(reopening.round(true)).containsExactly("shop");
        assertThat(open).hasValue(0);
        assertThat(samples()).containsExactly("reopen,done,own_pool,shop 1", "own_pool,shop 5");
        assertThat(lines()).hasSize(2).allMatch(line -> line.contains("\"action\":\"reopen\",\"target\":\"shop\""));
        assertThat(lines().get(0))
                .contains("\"phase\":\"intent\"", "\"rule\":\"own_pool\"", "\"user\":\"dbvitals\"")
                .contains("\"detail\":\"5 readings failed one after the other; 2 connections\"");
        assertThat(lines().get(1)).contains("\"phase\":\"outcome\"", "\"outcome\":\"done\"");
        AuditReport report = AuditLog.verify(log());
        assertThat(report.isGood()).as(report.text()).isTrue();
    }

    @Test
    void nothingIsDone_inADryRun_byARuleThatReports_orWithoutConnections() throws Exception {
        failures.set(9);
        assertThat(reopening(GuardConfig.OPTIONAL.get("own_pool")).round(false)).isEmpty();
        assertThat(reopening(rule(Action.REPORT, Level.CRITICAL)).round(true)).isEmpty();
        assertThat(open).hasValue(2);
        open.set(0);
        assertThat(reopening(rule(Action.REOPEN, Level.WARNING)).round(true)).isEmpty();
        assertThat(samples()).containsExactly("own_pool,shop 9");
        assertThat(log()).doesNotExist();
    }

    @Test
    void freshConnections_areJudgedByTheirOwnReadings() throws Exception {
        Reopening reopening = reopening(rule(Action.REOPEN, Level.CRITICAL));
        failures.set(6);
        assertThat(reopening.round(true)).containsExactly("shop");
        open.set(1);
        failures.set(10);
        assertThat(reopening.round(true)).isEmpty();
        failures.set(2);
        assertThat(reopening.round(true)).isEmpty();
        failures.set(7);
        assertThat(reopening.round(true)).as("after one that went well").containsExactly("shop");
    }

    @Test
    void ruleMayActAtItsWarning() throws Exception {
        failures.set(3);
        assertThat(reopening(rule(Action.REOPEN, Level.WARNING)).round(true)).containsExactly("shop");
    }

    @Test
    void hourlyLimit_holds_andIsSaid() throws Exception {
        Reopening reopening = reopening(rule(Action.REOPEN, Level.CRITICAL));
        for (int i = 1; i <= 3; i++) {
            open.set(2);
            failures.set(5 * i);
            reopening.round(true);
        }
        assertThat(open).hasValue(2);
        assertThat(samples())
                .containsExactly("reopen,capped,own_pool,shop 1", "reopen,done,own_pool,shop 2", "own_pool,shop 15");
        assertThat(lines().get(4)).contains("\"phase\":\"event\"", "the limit of 2 actions in an hour is reached");
        hours.addAndGet(2);
        assertThat(reopening.round(true)).containsExactly("shop");
    }

    @Test
    void whatCannotBePutOnRecord_isNotDone() throws Exception {
        Files.createDirectory(log());
        failures.set(5);
        Reopening reopening = reopening(rule(Action.REOPEN, Level.CRITICAL));
        assertThatThrownBy(() -> reopening.round(true)).isInstanceOf(AuditException.class);
        assertThat(open).hasValue(2);
    }

    private Reopening reopening(Rule rule) {
        GuardConfig config = new Acting()
                .on("sh*")
                .auditFile(log())
                .limits(new Limits(1, 2, 1))
                .rules(Map.of("own_pool", rule))
                .config();
        return new Reopening(
                config,
                new AuditLog(log(), clock.withZone(ZoneOffset.UTC)),
                families,
                () -> List.of(new Pool("shop", failures.get(), server()), new Pool("other", failures.get(), server())));
    }

    private static Rule rule(Action action, Level actAt) {
        return new Rule(
                Measure.OWN_FAILURES, false, 3, 5, action, Duration.ZERO, actAt, List.of(), List.of(), List.of());
    }

    private SqlServer server() {
        return (SqlServer) Proxy.newProxyInstance(
                SqlServer.class.getClassLoader(),
                new Class<?>[] {SqlServer.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "openConnections" -> open.get();
                    case "user" -> "dbvitals";
                    case "reopen" -> {
                        open.set(0);
                        yield null;
                    }
                    default -> throw new AssertionError(method.getName());
                });
    }

    private Path log() {
        return folder.resolve("audit.jsonl");
    }

    private List<String> lines() throws Exception {
        return Files.readAllLines(log());
    }

    /** Values of labels and the number, of each sample. */
    private List<String> samples() {
        return families.snapshot().stream()
                .filter(family -> List.of("dbvitals_guard_actions", "dbvitals_guard_value")
                        .contains(family.getMetadata().getName()))
                .flatMap(family -> family.getDataPoints().stream())
                .map(ReopeningTest::sample)
                .toList();
    }

    private static String sample(DataPointSnapshot point) {
        double value = point instanceof CounterDataPointSnapshot counter
                ? counter.getValue()
                : ((GaugeDataPointSnapshot) point).getValue();
        return String.join(
                        ",",
                        point.getLabels().stream()
                                .map(label -> label.getValue())
                                .toList()) + " " + (int) value;
    }
}
