package io.dbvitals.cli.health.benchmark;

import io.dbvitals.app.benchmark.Measured;
import io.dbvitals.app.benchmark.sample.Sample;
import io.dbvitals.cli.terminal.nagios.Level;
import io.dbvitals.cli.terminal.nagios.Performance;
import io.dbvitals.cli.terminal.nagios.Performance.Unit;
import io.dbvitals.cli.terminal.nagios.PluginOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What was measured, as a plugin answers. */
final class BenchmarkNagios {
    private BenchmarkNagios() {}

    static PluginOutput of(List<Measured> all, Level level) {
        List<Performance> performance = new ArrayList<>();
        for (Measured measured : all) {
            String prefix = all.size() > 1 ? measured.target() + " " : "";
            add(performance, prefix, measured.connecting());
            measured.queries().forEach(each -> add(performance, prefix, each));
            measured.pool()
                    .ifPresent(pool -> performance.add(
                            Performance.of(prefix + "pool_efficiency", 100 * pool.efficiency(), Unit.PERCENT)));
        }
        String text = all.stream()
                .map(each -> each.target() + " " + BenchmarkText.rating(each) + ": "
                        + each.rated().reason())
                .collect(Collectors.joining("; "));
        return new PluginOutput(
                "DBVITALS_BENCHMARK",
                level,
                all.isEmpty() ? "there is no such target that can be asked" : text,
                performance,
                List.of());
    }

    private static void add(List<Performance> performance, String prefix, Sample sample) {
        if (!sample.empty()) {
            performance.add(
                    Performance.of(prefix + sample.name(), sample.median().toNanos() / 1e9, Unit.SECONDS));
            performance.add(
                    Performance.of(prefix + sample.name() + "_p95", sample.p95().toNanos() / 1e9, Unit.SECONDS));
        }
    }
}
