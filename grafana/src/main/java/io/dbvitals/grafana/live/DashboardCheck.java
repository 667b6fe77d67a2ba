package io.dbvitals.grafana.live;

import io.dbvitals.grafana.boards.Boards;
import io.dbvitals.grafana.model.Dashboard;
import io.dbvitals.grafana.model.Kind;
import io.dbvitals.grafana.model.Panel;
import io.dbvitals.grafana.model.Query;
import io.dbvitals.grafana.model.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All panels of all dashboards, asked of a Prometheus: which have data, which fail, and how long each dashboard takes. */
public final class DashboardCheck {
    private static final Duration RANGE = Duration.ofHours(1);
    private static final Duration STEP = Duration.ofSeconds(15);

    /** A dashboard that takes longer is no help at night. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final List<Verdict> verdicts;

    private DashboardCheck(List<Verdict> verdicts) {
        this.verdicts = List.copyOf(verdicts);
    }

    /**
     * Asks them all.
     *
     * @param mayBeEmpty a file of lines with uid, panel (or *) and the reason why it may be empty, between tabs
     */
    public static DashboardCheck run(String url, Path mayBeEmpty)
            throws IOException, LiveException, InterruptedException {
        Map<String, String> reasons = reasons(mayBeEmpty);
        Prometheus prometheus = new Prometheus(url);
        List<Verdict> verdicts = new ArrayList<>();
        for (Dashboard dashboard : Boards.all()) {
            for (Panel panel : dashboard.rows().stream()
                    .map(Row::panels)
                    .flatMap(List::stream)
                    .toList()) {
                if (panel.kind() != Kind.TEXT) {
                    String reason = reasons.getOrDefault(
                            dashboard.uid() + "\t" + panel.title(), reasons.getOrDefault(dashboard.uid() + "\t*", ""));
                    verdicts.add(
                            new Verdict(dashboard.uid(), panel.title(), ask(prometheus, dashboard, panel), reason));
                }
            }
        }
        return new DashboardCheck(verdicts);
    }

    /** Whether nothing failed, nothing was empty without a reason, and no dashboard was slow. */
    public boolean good() {
        return verdicts.stream().noneMatch(Verdict::bad)
                && Boards.all().stream()
                        .allMatch(dashboard -> took(dashboard.uid()).compareTo(PATIENCE) < 0);
    }

    /** A table in Markdown: a line for each dashboard, then one for each panel. */
    public String report() {
        StringBuilder text = new StringBuilder(
                "| dashboard | panels | with data | may be empty | bad | seconds |\n|---|---|---|---|---|---|\n");
        for (Dashboard dashboard : Boards.all()) {
            List<Verdict> own = of(dashboard.uid());
            long bad = own.stream().filter(Verdict::bad).count();
            long empty = own.stream()
                    .filter(Verdict::empty)
                    .filter(verdict -> !verdict.bad())
                    .count();
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %d | %d | %.2f |%n",
                    dashboard.uid(),
                    own.size(),
                    own.size() - bad - empty,
                    empty,
                    bad,
                    took(dashboard.uid()).toMillis() / 1000.0));
        }
        text.append("\n| dashboard | panel | ms | |\n|---|---|---|---|\n");
        verdicts.forEach(verdict -> text.append(String.format(
                Locale.ROOT,
                "| %s | %s | %d | %s |%n",
                verdict.uid(),
                verdict.panel(),
                verdict.took().toMillis(),
                verdict.words())));
        return text.toString();
    }

    private static List<Prometheus.Answer> ask(Prometheus prometheus, Dashboard dashboard, Panel panel)
            throws LiveException, InterruptedException {
        boolean overTime = panel.kind() == Kind.TIMESERIES || panel.kind() == Kind.HEATMAP;
        List<Prometheus.Answer> answers = new ArrayList<>();
        for (Query query : panel.queries()) {
            String expr = Substitution.in(dashboard.scope().expand(query.expr()), RANGE, STEP);
            answers.add(overTime ? prometheus.over(expr, RANGE, STEP) : prometheus.now(expr));
        }
        return answers;
    }

    private static Map<String, String> reasons(Path file) throws IOException {
        Map<String, String> reasons = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                List<String> fields = List.of(line.split("\t"));
                reasons.put(fields.get(0) + "\t" + fields.get(1), fields.get(2));
            }
        }
        return reasons;
    }

    private List<Verdict> of(String uid) {
        return verdicts.stream().filter(verdict -> verdict.uid().equals(uid)).toList();
    }

    private Duration took(String uid) {
        return of(uid).stream().map(Verdict::took).reduce(Duration.ZERO, Duration::plus);
    }
}
